namespace Vib.Core;

/// <summary>How exactly a training step multiplies matrices with the weights of networks.</summary>
/// <remarks>What is reduced: of each layer, and of the weights of a bilinear critic, the product on the way forward and the gradients of its input and of its weights, while a step is under
/// way. Their factors are rounded; their sums are in single precision. All else is in single precision always: scores of pairs, bounds, noise, biases, weights and the optimiser's state; and so
/// is every reading, which knows nothing of how training computed.</remarks>
public enum Precision
{
    /// <summary>Single precision throughout.</summary>
    Full,

    /// <summary>Factors of 11 bits, in the tensor cores of an NVIDIA GPU from Ampere on. Elsewhere there is no such format and it is <see cref="Full"/>.</summary>
    TensorFloat32,

    /// <summary>Factors of 8 bits: on a GPU, and on a CPU with AVX512-BF16 or AMX. On another CPU, where it would be slower than single precision, it is refused with a <see cref="DeviceException"/>.</summary>
    BFloat16,
}
