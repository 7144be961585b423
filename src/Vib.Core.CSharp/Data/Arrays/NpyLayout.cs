namespace Vib.Core;

/// <summary>How an array lies in a .npy file.</summary>
public sealed record NpyLayout
{
    /// <summary>Most significant byte first, as some instruments write.</summary>
    public bool BigEndian { get; init; }

    /// <summary>The first index runs fastest, as in Fortran and MATLAB.</summary>
    public bool FortranOrder { get; init; }

    /// <summary>The format's version, 1, 2 or 3; null for the lowest that does.</summary>
    public int? Version { get; init; }

    internal void Check() => Require.That(Version is null or >= 1 and <= 3, $"Version {Version} of the .npy format", "1, 2 or 3", "null, which takes the lowest that does");
}
