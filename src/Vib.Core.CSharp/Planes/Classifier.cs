using System.Globalization;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A classifier whose hidden layers can be looked at while it learns: R copies side by side.</summary>
/// <remarks>Affine maps or convolutions, an activation after each, a softmax at the end; the loss is the mean cross-entropy. The layers are <c>layer 1</c>, …, and <c>output</c>, the probabilities.
/// Gradients are libtorch's; the optimiser is one pass over all weights.</remarks>
public sealed class Classifier : LayeredNetwork, IDisposable
{
    private const string Format = "vib.classifier/1";

    private readonly ClassifiedRows data;
    private readonly FlatParameters parameters;
    private readonly List<ParameterSlot> weightSlots = [], biasSlots = [];
    private readonly List<Tensor> leaves = [];      // weight and bias of each layer, [R,in,out] and [R,1,out]: the places that the optimiser moves
    private readonly List<Tensor> gradients = [];   // the same places of the gradients
    private readonly Adam? adam;
    private readonly Tensor inputs, labels;         // [N,d], [N]
    private readonly int[][] orders;                // of each replicate's rows in this epoch
    private readonly Device device;
    private readonly Lazy<string> fingerprint;      // of the rows; of use only where the network is kept

    /// <summary>A classifier before its first step.</summary>
    /// <param name="data">What it will learn from.</param>
    /// <param name="options">Layers, rule, noise, seed; the 12-bit task's network if null.</param>
    /// <exception cref="DomainException">An option makes no sense, or the images are too small for so many convolutions.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    public Classifier(ClassifiedRows data, ClassifierOptions? options = null) : base(Names(options ?? new()))
    {
        (this.data, Options, fingerprint) = (data, options ?? new(), new(data.Fingerprint));
        Options.Check(data);
        device = Devices.Resolve(Options.Device);
        var layout = Laid();
        parameters = new(layout, Options.Replicates, device);
        Initialise();
        for (var l = 0; l < weightSlots.Count; l++)
            foreach (var slot in (ParameterSlot[])[weightSlots[l], biasSlots[l]])
            {
                leaves.Add(Place(parameters.Values, slot).requires_grad_(true));
                gradients.Add(Place(parameters.Gradients, slot));
            }
        adam = Options.Rule == LearningRule.Adam ? new(new() { LearningRate = Options.LearningRate }, parameters) : null;
        inputs = tensor(data.Inputs, [data.Count, data.Dimension], ScalarType.Float32).to(device).DetachFromDisposeScope();
        labels = tensor(Array.ConvertAll(data.Labels, label => (long)label)).to(device).DetachFromDisposeScope();
        orders = [.. Enumerable.Range(0, Options.Replicates).Select(_ => Enumerable.Range(0, data.Count).ToArray())];
    }

    /// <summary>Its layers and how it learns.</summary>
    public ClassifierOptions Options { get; }

    /// <inheritdoc/>
    public override LayerNoise? Noise => Options.Noise;

    /// <inheritdoc/>
    public override int Replicates => Options.Replicates;

    /// <inheritdoc/>
    public override int StepsPerEpoch => data.Count / Options.Batch;

    /// <inheritdoc/>
    public override long Seed => Options.Seed;

    /// <inheritdoc/>
    public override string DeviceName => Options.Device;

    /// <summary>Steps that it has taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Takes training steps.</summary>
    /// <param name="steps">How many, at least 0.</param>
    /// <exception cref="DomainException">The number is negative.</exception>
    public void Learn(int steps)
    {
        Require.AtLeast(0, steps, "The number of steps", "StepsPerEpoch for an epoch");
        for (var s = 0; s < steps; s++) Step(Steps);
    }

    /// <summary>Writes weights, moments and the number of steps to a file, from which a run goes on to the same bits.</summary>
    /// <param name="path">A safetensors file; written whole or not at all.</param>
    /// <exception cref="DataException">It cannot be written.</exception>
    public void Save(string path)
    {
        using var scope = NewDisposeScope();
        Safetensors.Write(path, Places().ToDictionary(t => t.Name, t => t.Place), new Dictionary<string, string>
        {
            ["format"] = Format,
            ["network"] = Named,
            ["steps"] = Steps.ToString(CultureInfo.InvariantCulture),
            ["data"] = fingerprint.Value,
            [RunSettings.Note] = Settings.Json,
        });
    }

    private RunSettings Settings => new(Options, Options.Device, null);

    private string Named => Invariant($"{this} on {data.Count} rows of {data.Name}");

    /// <summary>Goes on from what <see cref="Save"/> wrote of a network of the same options, on the same rows: on as many threads, to the same bits.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">There is no such file, or it is of another network, of other rows or with other options, which are named.</exception>
    public void Resume(string path)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (tensors, notes) = NamedTensors.Read(path);
        if (notes.GetValueOrDefault("format") != Format || notes.GetValueOrDefault("network") != Named || !long.TryParse(notes.GetValueOrDefault("steps"), CultureInfo.InvariantCulture, out var steps))
            throw new DataException($"{path} is of {notes.GetValueOrDefault("network") ?? "no network"}", Named, "the file that Save wrote of this network");
        Settings.CheckSame(path, notes.GetValueOrDefault(RunSettings.Note), "a network that learns from its first step");
        Observations.CheckSame(path, notes.GetValueOrDefault("data"), fingerprint.Value, data.Name);
        NamedTensors.Fill(path, tensors, Places());
        Steps = steps;
        if (adam is not null) adam.Steps = steps;
        if (steps % StepsPerEpoch != 0)
            for (var r = 0; r < Replicates; r++) Shuffle(orders[r], Order(r, steps));
    }

    /// <summary>One line: layers, activation, replicates.</summary>
    /// <returns>For example <c>12-10-7-5-4-3-2 tanh, 10 replicates</c>.</returns>
    public override string ToString()
    {
        var widths = Options.Hidden.Select(layer => layer is ClassifierLayer.ConvolutionLayer c ? $"c{c.Channels}" : Invariant($"{((ClassifierLayer.DenseLayer)layer).Units}"));
        return Invariant($"{data.Dimension}-{string.Join('-', widths)}-{data.Classes} {Options.Activation}{(Replicates > 1 ? $", {Replicates} replicates" : "")}{(Noise is null ? "" : $", {Noise}")}");
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        adam?.Dispose();
        foreach (var place in leaves.Concat(gradients)) place.Dispose();
        inputs.Dispose();
        labels.Dispose();
        parameters.Dispose();
    }

    /// <summary>The weights and biases of each layer, replicate after replicate.</summary>
    internal IReadOnlyList<float[]> Weights() => [.. leaves.Select(leaf => { using var copy = leaf.detach().cpu().contiguous(); return copy.data<float>().ToArray(); })];

    internal override void Step(long number)
    {
        using var scope = NewDisposeScope();
        var rows = Places(number);
        var (batch, wanted) = (inputs.index_select(0, rows).view(Replicates, Options.Batch, data.Dimension), labels.index_select(0, rows).view(Replicates, Options.Batch, 1));
        using var watch = new Watch(Noise, Seeds.Derive(Seed, RandomStream.EncoderNoise, (int)(number % int.MaxValue)), device, records: false, training: true);
        var loss = Pass(batch, watch).log_softmax(2).gather(2, wanted).sum().mul(-1.0 / Options.Batch);
        var found = autograd.grad([loss], leaves);
        for (var i = 0; i < found.Count; i++) gradients[i].copy_(found[i]);
        using var off = no_grad();
        if (adam is not null) adam.Step();
        else parameters.Values.add_(parameters.Gradients, -Options.LearningRate);
        Steps = number + 1;
    }

    internal override Tensor Pass(Tensor input, Watch watch)
    {
        var h = input.dim() == 2 ? input.unsqueeze(0).expand(Replicates, input.shape[0], input.shape[1]) : input; // [R,B,d]
        var shape = (Height: data.Height, Width: data.Width, Channels: 1);
        for (var l = 0; l < Options.Hidden.Count; l++)
        {
            if (Options.Hidden[l] is ClassifierLayer.ConvolutionLayer convolution)
            {
                (h, shape) = Convolved(watch.Training ? Dropped(h, watch) : h, shape, convolution, l);
            }
            else h = Affine(h, l);
            h = watch.At(Layers[l], Activated(h));
        }
        var logits = Affine(h, Options.Hidden.Count);
        watch.At(Layers[^1], logits.softmax(2), noisy: false);
        return logits; // [R,B,C]
    }

    private Tensor Affine(Tensor h, int layer) => leaves[2 * layer + 1].baddbmm(h, leaves[2 * layer]);

    /// <summary>Windows side by side times the weights, then the largest of each 2 × 2 where there are two rows and columns. Pixels come with their channels side by side.</summary>
    private (Tensor, (int, int, int)) Convolved(Tensor h, (int Height, int Width, int Channels) image, ClassifierLayer.ConvolutionLayer layer, int l)
    {
        var (batch, window) = (h.shape[1], layer.Window);
        var (height, width) = (image.Height - window + 1, image.Width - window + 1);
        var pixels = h.reshape(Replicates, batch, image.Height, image.Width, image.Channels);
        var shifted = new List<Tensor>();
        for (var i = 0; i < window; i++)
            for (var j = 0; j < window; j++) shifted.Add(pixels.narrow(2, i, height).narrow(3, j, width));
        var maps = Affine(cat(shifted, 4).view(Replicates, batch * height * width, window * window * image.Channels), l).view(Replicates, batch, height, width, layer.Channels);
        if (height >= 2 && width >= 2)
        {
            (height, width) = (height / 2, width / 2);
            Tensor At(int i, int j) => maps.slice(2, i, i + 2 * height - 1, 2).slice(3, j, j + 2 * width - 1, 2);
            maps = maximum(maximum(At(0, 0), At(0, 1)), maximum(At(1, 0), At(1, 1)));
        }
        return (maps.reshape(Replicates, batch, height * width * layer.Channels), (height, width, layer.Channels));
    }

    private Tensor Dropped(Tensor h, Watch watch) => Options.Dropout == 0
        ? h
        : h.mul(empty(h.shape, device: device).uniform_(0, 1, watch.Generator).ge(Options.Dropout).to_type(ScalarType.Float32).mul(1 / (1 - Options.Dropout)));

    private Tensor Activated(Tensor h) => Options.Activation switch
    {
        Activation.Tanh => h.tanh(),
        Activation.Relu => h.relu(),
        Activation.LeakyRelu => maximum(h, h.mul(0.01)),
        _ => h,
    };

    /// <summary>The rows of a step's batches, [R·B]: each replicate's next ones in its own order, which is new in every epoch.</summary>
    private Tensor Places(long number)
    {
        var (at, places) = ((int)(number % StepsPerEpoch) * Options.Batch, new long[Replicates * Options.Batch]);
        for (var r = 0; r < Replicates; r++)
        {
            if (at == 0) Shuffle(orders[r], Order(r, number));
            for (var b = 0; b < Options.Batch; b++) places[r * Options.Batch + b] = orders[r][at + b];
        }
        return tensor(places).to(device);
    }

    private SplitMix64 Order(int replicate, long number) => new((long)Seeds.Derive(Seed, RandomStream.Batches, replicate), 0, number / StepsPerEpoch);

    private IEnumerable<(string Name, Tensor Place)> Places() => adam is null
        ? NamedTensors.Places(parameters, "", parameters.Values)
        : NamedTensors.Places(parameters, "", parameters.Values).Concat(NamedTensors.Places(parameters, "first.", adam.First)).Concat(NamedTensors.Places(parameters, "second.", adam.Second));

    private static void Shuffle(int[] order, SplitMix64 random)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i; // an epoch's order depends on its number alone
        for (var last = order.Length - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
    }

    private ParameterLayout Laid()
    {
        var layout = new ParameterLayout();
        var (height, width, channels, units) = (data.Height, data.Width, 1, data.Dimension);
        foreach (var (l, layer) in Options.Hidden.Append(ClassifierLayer.Dense(data.Classes)).Index())
        {
            var (inputs, outputs) = (units, 0);
            if (layer is ClassifierLayer.ConvolutionLayer convolution)
            {
                Require.That(height >= convolution.Window && width >= convolution.Window, $"Windows of {convolution.Window} pixels on images of {height}×{width} in layer {l + 1}", "windows that fit", "fewer convolutions, or larger images");
                (inputs, outputs) = (convolution.Window * convolution.Window * channels, convolution.Channels);
                (height, width, channels) = (height - convolution.Window + 1, width - convolution.Window + 1, outputs);
                if (height >= 2 && width >= 2) (height, width) = (height / 2, width / 2);
                units = height * width * channels;
            }
            else units = outputs = ((ClassifierLayer.DenseLayer)layer).Units;
            weightSlots.Add(layout.Weight(Invariant($"classifier.{l}.weight"), inputs, outputs));
            biasSlots.Add(layout.Bias(Invariant($"classifier.{l}.bias"), outputs));
        }
        return layout;
    }

    private void Initialise()
    {
        if (Options.Initial == InitialWeights.Glorot)
        {
            parameters.Initialise(Seed);
            return;
        }
        const double beyond = 0.02275013194817921; // the part of a normal below −2
        using var scope = NewDisposeScope();
        for (var r = 0; r < Replicates; r++)
        {
            var random = new SplitMix64((long)Seeds.Derive(Seed, RandomStream.Initialisation, r), 0, 0);
            foreach (var slot in weightSlots)
            {
                var values = new float[slot.Size];
                for (var i = 0; i < values.Length; i++) values[i] = (float)(NormalQuantile.Of(random.Between(beyond, 1 - beyond)) / Math.Sqrt(slot.Columns));
                parameters.Values.select(0, r).narrow(0, slot.Offset, slot.Size).copy_(tensor(values));
            }
        }
    }

    private static Tensor Place(Tensor buffer, ParameterSlot slot)
    {
        using var scope = NewDisposeScope();
        return buffer.narrow(1, slot.Offset, slot.Size).view(buffer.shape[0], slot.Rows, slot.Columns).detach().DetachFromDisposeScope();
    }

    private static IReadOnlyList<string> Names(ClassifierOptions options) => [.. Enumerable.Range(1, options.Hidden.Count).Select(l => Invariant($"layer {l}")), "output"];
}
