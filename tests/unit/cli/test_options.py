"""The words of the command line are the vocabularies, which it may not import."""

from __future__ import annotations

from enum import StrEnum
from typing import get_args

import pytest

from pigment_archive.cli.options import AudienceWord, ProfileWord, TechniqueWord, TierWord
from pigment_archive.curation.profiles import PROFILES
from pigment_archive.privacy.audience import Audience
from pigment_archive.records import Technique, Tier


@pytest.mark.parametrize(
    ("words", "vocabulary"), [(TechniqueWord, Technique), (TierWord, Tier), (AudienceWord, Audience)]
)
def test_the_words_are_the_vocabulary(words: object, vocabulary: type[StrEnum]) -> None:
    assert get_args(words) == tuple(vocabulary)


def test_the_words_for_profiles_are_the_profiles() -> None:
    assert get_args(ProfileWord) == tuple(PROFILES)
