"""PREPARED → LATENT: a variational autoencoder, saved with its recipe as a bundle.

`contrast` is the fixed first stage; `architecture`, `augmentation` and `defaults` say how a model is made;
`split`, `batches`, `vary`, `network`, `initial`, `loss`, `course`, `training` and `train` make it (with
torch); `card`, `golden`, `bundle`, `catalogue`, `forward` keep and use it (without); `exchange` gives it
away.

Invariant: what a bundle says about itself was checked when it was opened, and a spectrum's latent depends
on the spectrum and the bundle alone, never on what else is encoded with it.
"""

from pigment_archive.encoder.architecture import VaeSettings
from pigment_archive.encoder.bundle import Bundle
from pigment_archive.encoder.card import Card
from pigment_archive.encoder.catalogue import Catalogue, family_name
from pigment_archive.encoder.defaults import default_network
from pigment_archive.encoder.forward import Latents, Network
from pigment_archive.encoder.loss import ElboTerms

__all__ = [
    "Bundle",
    "Card",
    "Catalogue",
    "ElboTerms",
    "Latents",
    "Network",
    "VaeSettings",
    "default_network",
    "family_name",
]
