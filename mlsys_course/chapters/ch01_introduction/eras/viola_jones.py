"""Viola-Jones (2001): integral image, Haar-like features, boosted stages in an attentional cascade.

An integral image gives the sum of any rectangle in four look-ups, a Haar-like feature is a difference of
two or three such sums, AdaBoost picks a few features for each stage, and the stages stand in a row: a
window that one stage rejects is not looked at again. Nearly all windows of a picture are rejected early,
which is the saving. A face may be of any size, so the window slides over the picture at many scales.

The "faces" here are small drawings with noise (dark eyes and mouth on a bright oval); what is measured is how
the method works, not how well it finds people.

References
----------
P. Viola and M. Jones, "Rapid object detection using a boosted cascade of simple features", CVPR 2001,
doi:10.1109/CVPR.2001.990517. Their detector had 6,061 features and evaluated 10 of them on an average window.

Examples
--------
>>> cascade = train()
>>> picture, places = scene(people=4, seed=0)
>>> result = cascade.scan(picture)
>>> result.found(places)
4
>>> result.saving > 20
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

WINDOW = 12
"""Rows and columns of the detector's window, in pixels."""

NOISE = 0.07
"""Standard deviation of the noise in every drawing, on a scale where black is 0 and white 1."""

STEP = 1.25
"""Factor from one scale to the next, as in the paper."""

Kind = Literal["edge rows", "edge columns", "line rows", "line columns"]
KINDS: tuple[Kind, ...] = ("edge rows", "edge columns", "line rows", "line columns")


def integral_image(image: Array) -> Array:
    """Sum of all pixels above and to the left of every corner.

    Parameters
    ----------
    image : array, shape (..., rows, columns)
        One image or a stack of images.

    Returns
    -------
    array, shape (..., rows + 1, columns + 1)
        The first row and column are 0.

    Examples
    --------
    >>> integral_image(np.ones((2, 2))).tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 2.0], [0.0, 2.0, 4.0]]
    """
    image = np.asarray(image, dtype=np.float64)
    if image.ndim < 2:
        raise ValueError(f"an image has rows and columns, you gave an array of shape {image.shape}")
    result = np.zeros((*image.shape[:-2], image.shape[-2] + 1, image.shape[-1] + 1))
    result[..., 1:, 1:] = image.cumsum(axis=-2).cumsum(axis=-1)
    return result


def rectangle_sum(integral: Array, row: int, column: int, height: int, width: int) -> Array:
    """Sum of the pixels of a rectangle, in four look-ups whatever its size.

    Parameters
    ----------
    integral : array, shape (..., rows + 1, columns + 1)
        From `integral_image`.
    row, column, height, width : int
        Upper left pixel and size.

    Returns
    -------
    array, shape (...)
        One sum for each image.

    Examples
    --------
    >>> float(rectangle_sum(integral_image(np.ones((5, 5))), 1, 1, 3, 2))
    6.0
    """
    bottom, right = row + height, column + width
    if row < 0 or column < 0 or bottom >= integral.shape[-2] or right >= integral.shape[-1]:
        raise ValueError(f"rows {row} to {bottom}, columns {column} to {right} reach beyond the image")
    total: Array = (
        integral[..., bottom, right]
        - integral[..., row, right]
        - integral[..., bottom, column]
        + integral[..., row, column]
    )
    return total


@dataclass(frozen=True)
class Feature:
    """A Haar-like feature: bright parts minus dark parts of a rectangle in the window.

    Parameters
    ----------
    kind : str
        "edge rows" (upper minus lower half), "edge columns" (left minus right), "line rows" and "line
        columns" (the outer thirds minus twice the middle one).
    row, column, height, width : int
        The whole rectangle, in pixels of the window.
    """

    kind: Kind
    row: int
    column: int
    height: int
    width: int

    @property
    def rectangles(self) -> tuple[tuple[int, int, int, int, int], ...]:
        """Parts as (row, column, height, width, weight); the weights balance on a uniform image."""
        parts = 2 if self.kind.startswith("edge") else 3
        weights = (1, -1) if parts == 2 else (1, -2, 1)
        if self.kind.endswith("rows"):
            step = self.height // parts
            return tuple(
                (self.row + i * step, self.column, step, self.width, weight)
                for i, weight in enumerate(weights)
            )
        step = self.width // parts
        return tuple(
            (self.row, self.column + i * step, self.height, step, weight) for i, weight in enumerate(weights)
        )

    @property
    def lookups(self) -> int:
        """Table look-ups with an integral image: the parts share corners, so 6 or 8."""
        return 6 if self.kind.startswith("edge") else 8

    @property
    def pixels(self) -> int:
        """Pixels to add up without an integral image."""
        return self.height * self.width

    def value(self, integral: Array) -> Array:
        """Evaluate the feature on one window or a stack of windows, from their integral images."""
        total = np.zeros(integral.shape[:-2])
        for row, column, height, width, weight in self.rectangles:
            total = total + weight * rectangle_sum(integral, row, column, height, width)
        return total


def features(size: int = WINDOW, step: int = 1) -> tuple[Feature, ...]:
    """Every Haar-like feature of a window.

    Parameters
    ----------
    size : int
        Rows and columns of the window.
    step : int
        Positions and sizes in multiples of this many pixels; 1 for all.

    Returns
    -------
    tuple of Feature
        Far more features than pixels: the set is overcomplete.

    Examples
    --------
    >>> len(features(12)), len(features(24)), 12 * 12, 24 * 24
    (9048, 141600, 144, 576)
    """
    if size < 3 or step < 1:
        raise ValueError(f"size is 3 or more and step 1 or more, you gave {size!r} and {step!r}")
    found = []
    for kind in KINDS:
        parts = 2 if kind.startswith("edge") else 3
        unit = (parts * step, step) if kind.endswith("rows") else (step, parts * step)
        for height in range(unit[0], size + 1, unit[0]):
            for width in range(unit[1], size + 1, unit[1]):
                for row in range(0, size - height + 1, step):
                    for column in range(0, size - width + 1, step):
                        found.append(Feature(kind, row, column, height, width))
    return tuple(found)


def faces(count: int, seed: int = 0) -> Array:
    """Draw faces: a bright oval with dark eyes and mouth, of varying brightness, contrast and noise.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        Of the random generator.

    Returns
    -------
    array, shape (count, 12, 12)
        Brightness, about 0 to 1.

    Examples
    --------
    >>> faces(2).shape
    (2, 12, 12)
    """
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:WINDOW, 0:WINDOW]
    pictures = np.empty((count, WINDOW, WINDOW))
    for index in range(count):
        down, across = rng.uniform(-0.5, 0.5, size=2)
        oval = ((rows - 5.5 - down) / 6.2) ** 2 + ((columns - 5.5 - across) / 5.0) ** 2 < 1
        face = np.where(oval, 0.75, 0.35)
        for eye in (3.2, 7.8):
            face[(abs(rows - 3.8 - down) < 1.2) & (abs(columns - eye - across) < 1.5)] = 0.2
        face[(abs(rows - 9.0 - down) < 0.8) & (abs(columns - 5.5 - across) < 2.2)] = 0.3
        contrast, brightness = rng.uniform(0.4, 1.0), rng.uniform(-0.1, 0.1)
        pictures[index] = 0.5 + contrast * (face - 0.5) + brightness + rng.normal(0, NOISE, face.shape)
    return pictures


def background(rows: int, columns: int, seed: int = 0) -> Array:
    """Draw a picture without faces: slopes, boxes, noise, faces upside down and faces in negative.

    Parameters
    ----------
    rows, columns : int
        Size in pixels.
    seed : int
        Of the random generator.

    Returns
    -------
    array, shape (rows, columns)
        Brightness, about 0 to 1.
    """
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:rows, 0:columns]
    picture = 0.5 + 0.2 * np.sin(y / rng.uniform(6, 30) + rng.uniform(0, 6)) * np.cos(x / rng.uniform(6, 30))
    for _ in range(rows * columns // 150):
        height, width = rng.integers(2, 12, size=2)
        row, column = rng.integers(0, rows), rng.integers(0, columns)
        picture[row : row + height, column : column + width] += rng.uniform(-0.35, 0.35)
    # Faces upside down and faces in negative are no faces, and hard to tell from them by one feature.
    for number in range(rows * columns // 1200):
        face = faces(1, int(rng.integers(1 << 31)))[0]
        row, column = rng.integers(0, rows - WINDOW + 1), rng.integers(0, columns - WINDOW + 1)
        picture[row : row + WINDOW, column : column + WINDOW] = face[::-1] if number % 2 else 1 - face
    noisy: Array = np.clip(picture, 0, 1) + rng.normal(0, NOISE, picture.shape)
    return noisy


def scene(
    people: int = 4, rows: int = 96, columns: int = 128, seed: int = 0
) -> tuple[Array, list[tuple[int, int]]]:
    """Draw a picture with faces at known places.

    Parameters
    ----------
    people : int
        How many faces; they do not overlap.
    rows, columns : int
        Size in pixels.
    seed : int
        Of the random generator.

    Returns
    -------
    picture : array, shape (rows, columns)
    places : list of (int, int)
        Upper left pixel of each face.

    Raises
    ------
    ValueError
        Where the faces do not fit.
    """
    cells = [
        (r, c)
        for r in range(0, rows - 2 * WINDOW + 1, 2 * WINDOW)
        for c in range(0, columns - 2 * WINDOW + 1, 2 * WINDOW)
    ]
    if not 0 <= people <= len(cells):
        raise ValueError(
            f"a picture of {rows} x {columns} has room for 0 to {len(cells)} faces, you gave {people!r}"
        )
    rng = np.random.default_rng(seed)
    picture = background(rows, columns, seed)
    places = []
    drawn = faces(people, seed + 1000)
    for face, index in zip(drawn, rng.permutation(len(cells))[:people], strict=True):
        row, column = (int(v + rng.integers(0, WINDOW)) for v in cells[index])
        picture[row : row + WINDOW, column : column + WINDOW] = face
        places.append((row, column))
    return picture, sorted(places)


@dataclass(frozen=True)
class Stump:
    """A weak classifier: one feature and a threshold; ``polarity`` 1 votes above it, -1 below."""

    feature: Feature
    threshold: float
    polarity: int
    weight: float


@dataclass(frozen=True)
class Stage:
    """A boosted stage: the weighted votes of its stumps against a threshold."""

    stumps: tuple[Stump, ...]
    threshold: float

    def score(self, integral: Array, deviation: Array) -> Array:
        """Sum of the weights of the stumps that vote "face", for a stack of windows."""
        total = np.zeros(integral.shape[:-2])
        for stump in self.stumps:
            value = stump.feature.value(integral) / deviation
            total = total + stump.weight * (stump.polarity * (value - stump.threshold) > 0)
        return total


@dataclass(frozen=True)
class Scan:
    """What a cascade found in a picture and what it cost.

    Parameters
    ----------
    detections : tuple of (int, int)
        Upper left pixels of the windows that passed every stage, of all scales.
    entering : tuple of int
        Windows that entered each stage, of all scales; the first number is all windows.
    per_stage : tuple of int
        Features of each stage.
    sides : tuple of int
        Rows and columns of each detection, in pixels of the picture.
    """

    detections: tuple[tuple[int, int], ...]
    entering: tuple[int, ...]
    per_stage: tuple[int, ...]
    sides: tuple[int, ...]

    @property
    def evaluated(self) -> int:
        """Features evaluated in all."""
        return sum(n * k for n, k in zip(self.entering, self.per_stage, strict=True))

    @property
    def without_cascade(self) -> int:
        """Features evaluated where every window runs through every stage."""
        return self.entering[0] * sum(self.per_stage)

    @property
    def features_per_window(self) -> float:
        """Features evaluated on an average window."""
        return self.evaluated / self.entering[0]

    @property
    def saving(self) -> float:
        """Features without the cascade over features with it."""
        return self.without_cascade / self.evaluated

    def found(self, places: Sequence[tuple[int, int]], tolerance: int = 2) -> int:
        """Count the places with a detection near them.

        Parameters
        ----------
        places : sequence of (int, int)
            Upper left pixel of each face.
        tolerance : int
            Pixels in each direction that a detection of the smallest size may be off; larger ones in
            proportion.
        """
        return sum(any(self._near(place, i, tolerance) for i in range(len(self.sides))) for place in places)

    def false_alarms(self, places: Sequence[tuple[int, int]], tolerance: int = 2) -> int:
        """Count the detections that are near no place; parameters as for `found`."""
        return sum(
            not any(self._near(place, i, tolerance) for place in places) for i in range(len(self.sides))
        )

    def _near(self, place: tuple[int, int], number: int, tolerance: int) -> bool:
        (row, column), allowed = self.detections[number], tolerance * self.sides[number] / WINDOW
        return abs(row - place[0]) <= allowed and abs(column - place[1]) <= allowed


@dataclass(frozen=True)
class Cascade:
    """Stages in a row; a window must pass all of them."""

    stages: tuple[Stage, ...]

    @property
    def size(self) -> int:
        """Features of all stages together."""
        return sum(len(stage.stumps) for stage in self.stages)

    def scan(self, image: Array, scales: Sequence[float] | None = None) -> Scan:
        """Look at every window of a picture, at every scale.

        Parameters
        ----------
        image : array, shape (rows, columns)
            At least 12 by 12.
        scales : sequence of float, optional
            Sizes of the window, as multiples of 12 pixels, 1 or more; without them 1, 1.25, 1.25 squared and
            so on, as far as the picture reaches.

        Returns
        -------
        Scan
            Detections and the number of windows that entered each stage.

        Raises
        ------
        ValueError
            For a picture smaller than the window, or a scale below 1 or too large for the picture.

        Notes
        -----
        The paper enlarges the features, this makes the picture smaller by means over its pixels: the same
        windows are judged.

        Examples
        --------
        >>> picture, places = scene(people=4, seed=0)
        >>> twice = np.kron(picture, np.ones((2, 2)))
        >>> train().scan(twice).found([(2 * row, 2 * column) for row, column in places])
        4
        """
        image = np.asarray(image, dtype=np.float64)
        if image.ndim != 2 or min(image.shape) < WINDOW:
            raise ValueError(
                f"the picture has rows and columns, at least {WINDOW} each; yours has shape {image.shape}"
            )
        largest = min(image.shape) / WINDOW
        if scales is None:
            scales = [STEP**k for k in range(1 + int(np.log(largest) / np.log(STEP)))]
        for scale in scales:
            if not 1 <= scale <= largest:
                raise ValueError(
                    f"a scale is 1 or more, and at most {largest:.3g} for this picture; you gave {scale!r}"
                )
        detections: list[tuple[int, int]] = []
        sides: list[int] = []
        entering = np.zeros(len(self.stages), dtype=int)
        for scale in scales:
            places, entered = self._scan_at(_shrunk(image, scale))
            detections += [(round(int(r) * scale), round(int(c) * scale)) for r, c in places]
            sides += [round(WINDOW * scale)] * len(places)
            entering += entered
        return Scan(
            tuple(detections),
            tuple(int(n) for n in entering),
            tuple(len(s.stumps) for s in self.stages),
            tuple(sides),
        )

    def _scan_at(self, image: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the windows of one scale that pass every stage, and how many entered each."""
        view = np.lib.stride_tricks.sliding_window_view(integral_image(image), (WINDOW + 1, WINDOW + 1))
        places = np.stack(np.meshgrid(*(np.arange(n) for n in view.shape[:2]), indexing="ij"), -1).reshape(
            -1, 2
        )
        windows = view.reshape(-1, WINDOW + 1, WINDOW + 1)
        deviation = _deviation(
            np.lib.stride_tricks.sliding_window_view(image, (WINDOW, WINDOW)).reshape(-1, WINDOW, WINDOW)
        )
        entering = []
        for stage in self.stages:
            entering.append(len(places))
            passed = stage.score(windows, deviation) >= stage.threshold
            places, windows, deviation = places[passed], windows[passed], deviation[passed]
        return places, np.array(entering, dtype=np.int64)


def _shrunk(image: Array, scale: float) -> Array:
    """Make a picture smaller: each pixel is the mean over a rectangle, from the integral image."""
    if scale == 1:
        return image
    edges = [np.round(np.arange(int(n / scale) + 1) * scale).astype(int) for n in image.shape]
    total = integral_image(image)[np.ix_(*edges)]
    sums = total[1:, 1:] - total[:-1, 1:] - total[1:, :-1] + total[:-1, :-1]
    areas = np.outer(np.diff(edges[0]), np.diff(edges[1]))
    small: Array = sums / areas
    return small


def _deviation(windows: Array) -> Array:
    """Return the standard deviation of each window, floored so that flat windows stay finite."""
    deviation: Array = np.maximum(windows.std(axis=(-2, -1)), 0.01)
    return deviation


@cache
def train(sizes: tuple[int, ...] = (1, 2, 4, 8, 16), detection: float = 0.98, seed: int = 0) -> Cascade:
    """Train a cascade; the result is kept, so that a second call costs nothing.

    Each stage is boosted on 250 drawn faces and on 500 background windows that all stages before it let pass;
    then its threshold is lowered until the wanted share of 250 other faces passes.

    Parameters
    ----------
    sizes : tuple of int
        Features of each stage, small ones first.
    detection : float
        Share of faces each stage must let pass, above 0 and at most 1.
    seed : int
        Of the drawings.

    Returns
    -------
    Cascade
        With fewer stages where no background window is left to train the next one on.

    Raises
    ------
    ValueError
        For no stages or a share out of range.
    """
    if not sizes or min(sizes) < 1:
        raise ValueError(f"every stage needs at least one feature, you gave {sizes!r}")
    if not 0 < detection <= 1:
        raise ValueError(f"detection is a share above 0 and at most 1, you gave {detection!r}")
    pool = features(WINDOW, 2)
    positives, held_out = faces(250, seed), faces(250, seed + 1)
    stages: list[Stage] = []
    for number, size in enumerate(sizes):
        negatives = _survivors(Cascade(tuple(stages)), 500, seed + 2 + number)
        if len(negatives) < 20:
            break
        stumps = _boost(pool, positives, negatives, size)
        score = Stage(stumps, 0.0).score(integral_image(held_out), _deviation(held_out))
        # The threshold is the score that the wanted share of the held-out faces reaches.
        stages.append(Stage(stumps, float(np.sort(score)[int((1 - detection) * len(score))]) - 1e-9))
    return Cascade(tuple(stages))


def _survivors(cascade: Cascade, wanted: int, seed: int) -> Array:
    """Background windows that a cascade wrongly lets pass."""
    found: list[Array] = []
    for attempt in range(40):
        picture = background(96, 128, 7919 * (seed + 1) + attempt)
        places = np.array(cascade.scan(picture, [1]).detections if cascade.stages else _grid(picture))
        if len(places):
            found += [picture[r : r + WINDOW, c : c + WINDOW] for r, c in places]
        if len(found) >= wanted:
            break
    order = np.random.default_rng(seed).permutation(len(found))[:wanted]
    return np.array([found[i] for i in order]).reshape(-1, WINDOW, WINDOW)


def _grid(picture: Array) -> list[tuple[int, int]]:
    rows, columns = picture.shape
    return [(r, c) for r in range(0, rows - WINDOW + 1, 3) for c in range(0, columns - WINDOW + 1, 3)]


def _boost(pool: Sequence[Feature], positives: Array, negatives: Array, rounds: int) -> tuple[Stump, ...]:
    """Pick features one by one, giving more weight to what is still classified wrongly (AdaBoost)."""
    windows = np.concatenate([positives, negatives])
    face = np.arange(len(windows)) < len(positives)
    integrals = integral_image(windows)
    values = np.stack([feature.value(integrals) for feature in pool]) / _deviation(windows)
    order = values.argsort(axis=1)
    ranked = np.take_along_axis(values, order, axis=1)
    # A face lost by an early stage is lost for good, a false alarm is not: faces weigh more from the start.
    weights = np.where(face, 0.8 / len(positives), 0.2 / len(negatives))
    stumps = []
    for _ in range(rounds):
        weights = weights / weights.sum()
        signed = np.where(face, weights, -weights)[order]
        # Error of "face above the threshold" when the threshold lies after the k-th value.
        error = weights[~face].sum() + signed.cumsum(axis=1)
        both = np.stack([error, 1 - error])
        polarity_index, which, cut = np.unravel_index(both.argmin(), both.shape)
        lowest = max(float(both[polarity_index, which, cut]), 1e-6)
        polarity = 1 if polarity_index == 0 else -1
        after = ranked[which, min(int(cut) + 1, len(windows) - 1)]
        threshold = float(ranked[which, cut] + after) / 2
        right = (polarity * (values[which] - threshold) > 0) == face
        beta = lowest / (1 - lowest)
        stumps.append(Stump(pool[int(which)], threshold, polarity, float(np.log(1 / beta))))
        weights = np.where(right, weights * beta, weights)
    return tuple(stumps)


def expected_stages(stages: int, pass_rate: float) -> float:
    """Stages that run on an average window, when each lets the same share of windows pass.

    Parameters
    ----------
    stages : int
        Stages of the cascade, 1 or more.
    pass_rate : float
        Share of the windows that pass one stage, 0 to 1.

    Returns
    -------
    float
        1 + p + p^2 + ... with as many terms as there are stages.

    Raises
    ------
    ValueError
        For a share outside 0 to 1 or no stages.

    Examples
    --------
    >>> round(10 / expected_stages(10, 0.5), 4)
    5.0049
    """
    if stages < 1 or not 0 <= pass_rate <= 1:
        raise ValueError(
            f"stages is 1 or more and pass_rate from 0 to 1, you gave {stages!r} and {pass_rate!r}"
        )
    return sum(pass_rate**k for k in range(stages))
