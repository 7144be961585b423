using System;

namespace Vib.Core;

/// <summary>The root of every error that the library itself raises for misuse.</summary>
/// <remarks>A message has three parts: what came, what was wanted, what to try. Numerical trouble is not an error:
/// it is a <see cref="Diagnosis"/>.</remarks>
public abstract class VibException : Exception
{
    /// <summary>Builds the message from its three parts.</summary>
    /// <param name="came">What was given, with its numbers; no full stop at the end.</param>
    /// <param name="wanted">What would have been accepted; no full stop at the end.</param>
    /// <param name="advice">What the caller can do about it, as an imperative; no full stop at the end.</param>
    /// <param name="cause">The exception underneath, if there was one.</param>
    protected VibException(string came, string wanted, string advice, Exception? cause = null)
        : base($"{came}. Wanted: {wanted}. Try: {advice}.", cause)
    {
        Came = came;
        Wanted = wanted;
        Advice = advice;
    }

    /// <summary>What was given.</summary>
    public string Came { get; }

    /// <summary>What would have been accepted.</summary>
    public string Wanted { get; }

    /// <summary>What to try.</summary>
    public string Advice { get; }
}

/// <summary>A tensor, matrix or array has the wrong shape: scores that are not square, mismatched rows or replicates.</summary>
/// <param name="came">The shape that was given, as in <c>Scores of shape [8,7]</c>.</param>
/// <param name="wanted">The shape in the letters of the documentation, as in <c>[B,B] with B ≥ 2</c>.</param>
/// <param name="advice">What to try.</param>
public sealed class ShapeException(string came, string wanted, string advice) : VibException(came, wanted, advice);

/// <summary>A number is outside the set on which the operation means something: a negative β, K = 0, a correlation of 1.</summary>
/// <param name="came">The parameter and its value.</param>
/// <param name="wanted">The accepted set.</param>
/// <param name="advice">What to try.</param>
public sealed class DomainException(string came, string wanted, string advice) : VibException(came, wanted, advice);

/// <summary>A file or a data set is missing, damaged or holds values that it must not hold.</summary>
/// <param name="came">The file or the entry, by name and place, and what is in it.</param>
/// <param name="wanted">What should have been there.</param>
/// <param name="advice">What to try.</param>
/// <param name="cause">The exception underneath, if there was one.</param>
public sealed class DataException(string came, string wanted, string advice, Exception? cause = null)
    : VibException(came, wanted, advice, cause);

/// <summary>A device or the native library behind it is not there or cannot do what was asked.</summary>
/// <param name="came">The device or library that was asked for, and what was found.</param>
/// <param name="wanted">What would have been usable.</param>
/// <param name="advice">What to try.</param>
/// <param name="cause">The exception underneath, if there was one.</param>
public sealed class DeviceException(string came, string wanted, string advice, Exception? cause = null)
    : VibException(came, wanted, advice, cause);
