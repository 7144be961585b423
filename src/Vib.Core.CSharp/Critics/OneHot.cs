using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Classes as rows of zeros with one 1.</summary>
internal static class OneHot
{
    /// <summary>So many classes make a density.</summary>
    internal static void CheckClasses(int classes, string name) =>
        Require.That(classes >= 2, $"{name} of Y with {classes} column", "at least two columns, one for each class", "class labels as one-hot rows");

    /// <summary>Every row is one-hot. Reads an answer back from the device.</summary>
    internal static void Check(Tensor y, string name)
    {
        using var scope = NewDisposeScope();
        var oneHot = y.square().eq(y).all().item<bool>() && y.sum(-1).eq(1).all().item<bool>();
        Require.That(oneHot, $"{name} of Y with {y.shape[^1]} columns that are not one-hot", "a 1 in the column of the class and 0 in all others, in every row",
            "class labels as one-hot rows, on no other scale");
    }
}
