"""AlexNet (2012) as arithmetic: shapes, parameters, operations, and the memory of its two GPU streams.

The network is entered layer by layer as the chapter's drawing shows it: two streams, one on each GPU, that
exchange their maps only at the third convolution and at the dense layers. The parameter count of the
drawing is 60,965,224.

The drawing feeds 224 x 224 pixels into a kernel of 11 with stride 4, and shows a map of 55 x 55; but
(224 - 11)/4 + 1 = 54.25. Padding by 2 pixels (and rounding down) gives 55, as does an input of 227 without
padding: see `map_size`. The parameter count is the same either way.

References
----------
A. Krizhevsky, I. Sutskever, G. E. Hinton, "ImageNet classification with deep convolutional neural
networks", NIPS 2012: the layers, 60 million parameters, 650,000 neurons, batches of 128, momentum 0.9, two
GTX 580 of 3 GB.

Examples
--------
>>> parameters()
60965224
>>> [(layer.name, layer.maps, layer.size) for layer in layers()][:2]
[('conv1', 96, 55), ('conv2', 256, 27)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

BYTES_PER_NUMBER = 4
"""FP32, the precision of 2012."""


@dataclass(frozen=True)
class Layer:
    """One layer that has weights.

    Parameters
    ----------
    name : str
        conv1 to conv5, fc6 to fc8.
    maps : int
        Feature maps (or units) over both streams.
    size : int
        Rows and columns of a map; 1 for dense layers.
    inputs : int
        Input values each output looks at: kernel area times the input maps it is connected to.
    kernel : int
        Side of the kernel in pixels; 1 for dense layers.
    pool : int
        Rows and columns after max-pooling; equal to ``size`` where there is none.
    normalised : bool
        Whether the layer's output is stored once more by response normalisation.
    shared : bool
        Whether the layer sees the maps of both streams.
    """

    name: str
    maps: int
    size: int
    inputs: int
    kernel: int
    pool: int
    normalised: bool
    shared: bool

    @property
    def outputs(self) -> int:
        """Values the layer computes for one image."""
        return self.maps * self.size**2

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.maps * (self.inputs + 1)

    @property
    def macs(self) -> int:
        """Multiply-accumulates of the forward pass for one image; 1 MAC = 2 FLOP."""
        return self.outputs * self.inputs

    @property
    def stored(self) -> int:
        """Values of one image that training has to keep: output, normalised and pooled copies."""
        kept = self.outputs * (2 if self.normalised else 1)
        return kept + (self.maps * self.pool**2 if self.pool != self.size else 0)


def map_size(pixels: int, kernel: int, stride: int = 1, padding: int = 0) -> Fraction:
    """Rows of the map that a convolution makes; a fraction tells that the kernel does not fit evenly.

    Parameters
    ----------
    pixels : int
        Rows of the input.
    kernel, stride, padding : int
        Of the convolution, in pixels; padding on each side.

    Returns
    -------
    fractions.Fraction
        (pixels + 2 padding - kernel) / stride + 1.

    Raises
    ------
    ValueError
        Where the kernel is larger than the padded input or the stride is below 1.

    Examples
    --------
    >>> float(map_size(224, 11, 4)), int(map_size(227, 11, 4)), int(map_size(224, 11, 4, padding=2))
    (54.25, 55, 55)
    """
    if stride < 1 or kernel < 1 or padding < 0:
        raise ValueError(
            f"kernel and stride are 1 or more, padding 0 or more; you gave {kernel}, {stride}, {padding}"
        )
    if kernel > pixels + 2 * padding:
        raise ValueError(f"a kernel of {kernel} does not fit into {pixels + 2 * padding} padded pixels")
    return Fraction(pixels + 2 * padding - kernel, stride) + 1


def gpu_memory_bytes() -> int:
    """Return the memory of one GTX 580 as AlexNet's authors used it.

    Returns
    -------
    int
        Bytes: 3 GB of 2^30 byte each.

    Examples
    --------
    >>> gpu_memory_bytes()
    3221225472
    """
    # Imported here: the rest of the module is integer arithmetic and needs no units.
    from mlsys_course import constants

    return int(constants.get("GTX580_MEM_CAPACITY").quantity.to("byte").magnitude)


def layers(streams: int = 2, image: int = 224, padding: int = 2) -> tuple[Layer, ...]:
    """AlexNet's eight layers.

    Parameters
    ----------
    streams : {1, 2}
        2 as drawn; 1 connects every map with every map, as one GPU with enough memory would.
    image : int
        Rows of the input image.
    padding : int
        Pixels added around the image on each side.

    Returns
    -------
    tuple of Layer
        conv1 to conv5 and fc6 to fc8.

    Raises
    ------
    ValueError
        Where the image does not lead to AlexNet's 6 x 6 maps in front of the dense layers.

    Examples
    --------
    >>> [layer.size for layer in layers()]
    [55, 27, 13, 13, 13, 1, 1, 1]
    """
    if streams not in (1, 2):
        raise ValueError(f"streams is 1 or 2, you gave {streams!r}")
    # name, maps, kernel, stride, padding, pooled, normalised, sees both streams
    table = (
        ("conv1", 96, 11, 4, padding, True, True, True),
        ("conv2", 256, 5, 1, 2, True, True, False),
        ("conv3", 384, 3, 1, 1, False, False, True),
        ("conv4", 384, 3, 1, 1, False, False, False),
        ("conv5", 256, 3, 1, 1, True, False, False),
    )
    result = []
    before, rows = 3, image
    for name, maps, kernel, stride, pad, pooled, normalised, shared in table:
        seen = before if shared else before // streams
        rows = int(map_size(rows, kernel, stride, pad))
        pool = int(map_size(rows, 3, 2)) if pooled else rows
        result.append(Layer(name, maps, rows, kernel**2 * seen, kernel, pool, normalised, shared))
        before, rows = maps, pool
    if rows != 6:
        raise ValueError(
            f"the dense layers expect 256 maps of 6 x 6, an image of {image} gives {rows} x {rows}"
        )
    flat = before * rows**2
    for name, units in (("fc6", 4096), ("fc7", 4096), ("fc8", 1000)):
        result.append(Layer(name, units, 1, flat, 1, 1, False, True))
        flat = units
    return tuple(result)


def parameters(streams: int = 2) -> int:
    """Weights and biases of the network.

    Parameters
    ----------
    streams : {1, 2}
        See `layers`.

    Returns
    -------
    int
        60,965,224 for the two streams of the drawing.

    Examples
    --------
    >>> parameters(2), parameters(1)
    (60965224, 62378344)
    """
    return sum(layer.parameters for layer in layers(streams))


def macs() -> int:
    """Multiply-accumulates of one forward pass for one image.

    Returns
    -------
    int
        1 MAC = 2 FLOP.

    Examples
    --------
    >>> macs()
    724406816
    """
    return sum(layer.macs for layer in layers())


@dataclass(frozen=True)
class Memory:
    """What training holds on each GPU, in bytes.

    Parameters
    ----------
    batch, gpus : int
        Images in a batch, and GPUs that share the network.
    weights, gradients, momentum : int
        One number for each parameter on this GPU.
    activations, activation_gradients : int
        Stored values of the batch, and their gradients.
    workspace : int
        The input patches of the largest convolution, laid out as a matrix for one matrix product.
    """

    batch: int
    gpus: int
    weights: int
    gradients: int
    momentum: int
    activations: int
    activation_gradients: int
    workspace: int

    @property
    def total(self) -> int:
        """Sum of all items, in bytes."""
        return (
            self.weights
            + self.gradients
            + self.momentum
            + self.activations
            + self.activation_gradients
            + self.workspace
        )

    @property
    def share(self) -> float:
        """Total over the 3 GB of a GTX 580; above 1 the network does not fit."""
        return self.total / gpu_memory_bytes()

    @property
    def fits(self) -> bool:
        """Whether it fits into 3 GB."""
        return self.share <= 1


def memory_per_gpu(batch: int = 128, gpus: int = 2, unrolled: bool = True) -> Memory:
    """Count the memory that training takes on each GPU.

    Parameters
    ----------
    batch : int
        Images in a batch, 1 or more; AlexNet's was 128.
    gpus : {1, 2}
        2 places one stream on each GPU; 1 places both on one.
    unrolled : bool
        Whether convolutions run as one matrix product over unrolled patches (a usual way then and now), which
        takes a workspace.

    Returns
    -------
    Memory
        In bytes for each GPU, FP32. A lower bound: the driver, the display and input buffers are not counted.

    Raises
    ------
    ValueError
        For a batch below 1 or another number of GPUs.

    Notes
    -----
    By this count a batch of 128 takes two thirds of one card, and 95 % of it once the patches of a
    convolution are unrolled: it shows how tight one card is, not that it is impossible. The paper says that
    the 3 GB of one card limit the size of the network, and spreads it over two.

    Examples
    --------
    >>> [round(memory_per_gpu(128, gpus).share, 2) for gpus in (1, 2)]
    [0.95, 0.54]
    """
    if batch < 1:
        raise ValueError(f"batch is 1 or more, you gave {batch!r}")
    if gpus not in (1, 2):
        raise ValueError(f"gpus is 1 or 2, you gave {gpus!r}")
    stack = layers()
    weights = parameters() * BYTES_PER_NUMBER // gpus
    image = 3 * 224**2  # each GPU gets the whole image
    activations = (image + sum(layer.stored for layer in stack) // gpus) * BYTES_PER_NUMBER * batch
    patches = max(_patches(layer, gpus) for layer in stack if layer.kernel > 1)
    return Memory(
        batch,
        gpus,
        weights,
        weights,
        weights,
        activations,
        activations,
        patches * BYTES_PER_NUMBER * batch if unrolled else 0,
    )


def _patches(layer: Layer, gpus: int) -> int:
    """Numbers in the unrolled input patches of one image, on one GPU."""
    # A convolution within a stream has one patch matrix for each stream that the GPU holds.
    matrices = 1 if layer.shared else 2 // gpus
    return layer.size**2 * layer.inputs * matrices


def largest_batch(gpus: int = 2, unrolled: bool = True) -> int:
    """Largest batch that fits into 3 GB on each GPU, by the count of `memory_per_gpu`.

    Parameters
    ----------
    gpus : {1, 2}
        GPUs that share the network.
    unrolled : bool
        See `memory_per_gpu`.

    Returns
    -------
    int
        Images.

    Examples
    --------
    >>> largest_batch(1) < largest_batch(2)
    True
    """
    one, two = memory_per_gpu(1, gpus, unrolled).total, memory_per_gpu(2, gpus, unrolled).total
    per_image = two - one
    return (gpu_memory_bytes() - (one - per_image)) // per_image


def training_flop(images: int, epochs: int) -> int:
    """FLOP of training: forward and twice as much backward, 1 MAC = 2 FLOP.

    Parameters
    ----------
    images, epochs : int
        Training images and passes through them.

    Returns
    -------
    int
        3 * 2 * macs() * images * epochs.

    Examples
    --------
    >>> f"{training_flop(1_281_167, 90):.2g}"
    '5e+17'
    """
    return 6 * macs() * images * epochs


def table(stack: Sequence[Layer] | None = None) -> list[dict[str, int | str]]:
    """Return the layers as rows, ready for ``pandas.DataFrame``.

    Parameters
    ----------
    stack : sequence of Layer, optional
        Defaults to the network as drawn.

    Returns
    -------
    list of dict
        name, maps, size, outputs, parameters, macs.

    Examples
    --------
    >>> [row["parameters"] for row in table()]
    [34944, 307456, 885120, 663936, 442624, 37752832, 16781312, 4097000]
    """
    return [
        {
            "name": layer.name,
            "maps": layer.maps,
            "size": layer.size,
            "outputs": layer.outputs,
            "parameters": layer.parameters,
            "macs": layer.macs,
        }
        for layer in (layers() if stack is None else stack)
    ]
