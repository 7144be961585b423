using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Pairs of real images that share exactly what their classes do: X is an image of class C, Y one of class C′, which is C but for a mixing.</summary>
/// <remarks>C is uniform over m classes; C′ is C with probability 1 − ε and uniform over all m otherwise; each image is drawn from all of its class. The class is a function of the image and the images are
/// independent given the classes, so that I(X;Y) = I(C;C′) = log m + s log s + (m − 1) t log t with s = 1 − ε + ε/m, t = ε/m, and log r = log(m s) for pairs of one class, log(m t) for others.</remarks>
public sealed class LabelMixing : Truth
{
    private readonly LabelledImages images;
    private readonly int[] order;  // images, class by class
    private readonly int[] starts; // of each class in order, and the end
    private readonly Dictionary<string, int> classes; // of an image's bytes

    /// <summary>Images with a part of their classes mixed.</summary>
    /// <param name="images">At least one of each class; a pixel of 255 becomes 1.</param>
    /// <param name="mixing">ε from 0 to 1.</param>
    /// <exception cref="DomainException">ε is not a probability.</exception>
    /// <exception cref="DataException">A class has no image, or one image is in two classes.</exception>
    public LabelMixing(LabelledImages images, double mixing)
    {
        Require.That(mixing is >= 0 and <= 1, $"A mixing of {mixing}", "a probability", "LabelMixing.WithInformation, which finds it from nats");
        (this.images, Mixing) = (images, mixing);
        order = [.. Enumerable.Range(0, images.Count).OrderBy(i => images.Labels[i])];
        starts = [.. Enumerable.Range(0, images.Classes + 1).Select(c => images.Labels.Count(label => label < c))];
        for (var c = 0; c < images.Classes; c++)
            if (starts[c] == starts[c + 1]) throw new DataException(Invariant($"No image of class {c} in {images.Name}"), Invariant($"images of all {images.Classes} classes"), "the number of classes that there are, or more images");
        classes = [];
        for (var i = 0; i < images.Count; i++)
            if (!classes.TryAdd(Key(images.ImageAt(i)), images.Labels[i]) && classes[Key(images.ImageAt(i))] != images.Labels[i])
                throw new DataException(Invariant($"Image {i} of {images.Name} is of class {images.Labels[i]}, and the same pixels are of class {classes[Key(images.ImageAt(i))]}"), "a class that the image decides", "dropping one of the two");
    }

    /// <summary>Images whose classes are mixed so that they share exactly this much, found by bisection.</summary>
    /// <param name="images">At least one of each class.</param>
    /// <param name="nats">I, from 0 to log m.</param>
    /// <returns>The pairs with that ε.</returns>
    /// <exception cref="DomainException">I is negative, or more than log m.</exception>
    /// <exception cref="DataException">A class has no image, or one image is in two classes.</exception>
    public static LabelMixing WithInformation(LabelledImages images, double nats)
    {
        var most = Math.Log(images.Classes);
        Require.That(nats >= 0 && nats <= most, $"An information of {nats} nat between classes", Invariant($"from 0 to log {images.Classes} = {most:0.####}"), "less information, or more classes");
        var (low, high) = (0.0, 1.0);
        for (var k = 0; k < 100; k++)
        {
            var middle = (low + high) / 2;
            (low, high) = InformationAt(middle, images.Classes) > nats ? (middle, high) : (low, middle);
        }
        return new(images, nats == most ? 0 : high);
    }

    /// <summary>ε.</summary>
    public double Mixing { get; }

    /// <inheritdoc/>
    public override int XDimension => images.Height * images.Width;

    /// <inheritdoc/>
    public override int YDimension => XDimension;

    /// <inheritdoc/>
    public override double Information => InformationAt(Mixing, images.Classes);

    /// <inheritdoc/>
    public override string Description => Invariant($"images of {images.Name}, {images.Classes} classes, {100 * Mixing:0.##} % mixed");

    internal override bool HasDiscreteY => true;

    private static double InformationAt(double mixing, int m) =>
        Math.Log(m) + Logarithms.TimesLog(1 - mixing + mixing / m) + (m - 1) * Logarithms.TimesLog(mixing / m);

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        var drawn = rand([x.shape[0], 5], ScalarType.Float64, generator: generator, device: x.device).cpu().contiguous().data<double>().ToArray();
        var (left, right) = (new float[x.shape[0] * XDimension], new float[x.shape[0] * XDimension]);
        for (var i = 0; i < x.shape[0]; i++)
        {
            var r = drawn.AsSpan(5 * i, 5);
            var of = (int)(r[0] * images.Classes);
            var other = r[1] < Mixing ? (int)(r[2] * images.Classes) : of;
            Put(of, r[3], left.AsSpan(i * XDimension, XDimension));
            Put(other, r[4], right.AsSpan(i * XDimension, XDimension));
        }
        x.copy_(tensor(left, x.shape));
        y.copy_(tensor(right, y.shape));
    }

    private void Put(int ofClass, double place, Span<float> row)
    {
        var pixels = images.ImageAt(order[starts[ofClass] + (int)(place * (starts[ofClass + 1] - starts[ofClass]))]);
        for (var p = 0; p < row.Length; p++) row[p] = pixels[p] / 255f;
    }

    // an image that is none of the set's has no class here: NaN, since no ratio is known
    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var (ofX, ofY) = (Classes(x), Classes(y)); // [..,B]
        var same = ofX.unsqueeze(-1).eq(ofY.unsqueeze(-2));
        var (m, t) = (images.Classes, Mixing / images.Classes);
        var logs = full(same.shape, Math.Log(m * t), x.dtype, x.device).masked_fill(same, Math.Log(m * (1 - Mixing + t)));
        return logs + (ofX.unsqueeze(-1) + ofY.unsqueeze(-2)).to_type(x.dtype) * 0;
    }

    private Tensor Classes(Tensor rows)
    {
        var values = rows.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        var found = new double[values.Length / XDimension];
        for (var i = 0; i < found.Length; i++)
        {
            var bytes = new byte[XDimension];
            for (var p = 0; p < bytes.Length; p++) bytes[p] = (byte)Math.Clamp(Math.Round(values[i * XDimension + p] * 255), 0, 255);
            found[i] = classes.TryGetValue(Key(bytes), out var of) ? of : double.NaN;
        }
        return tensor(found, rows.shape[..^1], device: rows.device);
    }

    private static string Key(ReadOnlySpan<byte> image) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(image));
}
