using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A part of a network with a name: what comes out of it is a layer.</summary>
/// <param name="Name">As in <c>fc1</c>; each once in a network.</param>
/// <param name="Forward">[B,…] to [B,…].</param>
public sealed record Stage(string Name, Func<Tensor, Tensor> Forward);

/// <summary>A network whose layers can be looked at while it learns: one's own, by a forward function that shows its layers to a <see cref="Watch"/>, or a <see cref="Classifier"/>.</summary>
public class LayeredNetwork
{
    private readonly Func<Tensor, Watch, Tensor>? forward;
    private readonly Action<long>? step;

    /// <summary>A network of one's own.</summary>
    /// <param name="layers">The names of the layers to look at, first to last; information is to fall along them.</param>
    /// <param name="forward">From inputs [B,d] to what the network gives (logits or log-probabilities where there are classes), showing each layer to the watch on the way.</param>
    /// <param name="step">One training step; its number is given, counted from 0.</param>
    /// <exception cref="DomainException">There is no layer, or two have one name.</exception>
    public LayeredNetwork(IReadOnlyList<string> layers, Func<Tensor, Watch, Tensor> forward, Action<long> step) : this(layers) => (this.forward, this.step) = (forward, step);

    private protected LayeredNetwork(IReadOnlyList<string> layers)
    {
        Require.That(layers.Count > 0, $"A network without layers", "at least one name", "the names that the forward function shows");
        if (layers.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new DomainException($"Two layers called '{twice.Key}'", "a name for each layer", "fc1, fc2, …");
        Layers = [.. layers];
    }

    /// <summary>A network of parts, one after the other, each of which is a layer.</summary>
    /// <param name="stages">First to last.</param>
    /// <param name="step">One training step; its number is given, counted from 0.</param>
    /// <returns>The network.</returns>
    /// <exception cref="DomainException">There is no part, or two have one name.</exception>
    public static LayeredNetwork Of(IReadOnlyList<Stage> stages, Action<long> step) =>
        new([.. stages.Select(stage => stage.Name)], (input, watch) => stages.Aggregate(input, (layer, stage) => watch.At(stage.Name, stage.Forward(layer))), step);

    /// <summary>The names of the layers that are looked at, first to last.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>Noise on every layer that the forward function shows, also in training if the step goes through <see cref="Train"/>; null for none.</summary>
    public virtual LayerNoise? Noise { get; init; }

    /// <summary>R, copies of the network side by side; activations then begin with an axis of R.</summary>
    public virtual int Replicates => 1;

    /// <summary>Training steps in an epoch, to show epochs beside steps.</summary>
    public virtual int StepsPerEpoch { get; init; } = 1;

    /// <summary>The seed of the noise.</summary>
    public virtual long Seed { get; init; } = 1;

    /// <summary>Where the network computes: cpu, cuda or cuda:N.</summary>
    public virtual string DeviceName { get; init; } = "cpu";

    /// <summary>A pass with the network's noise as it is in training: what a step of one's own calls on its batch.</summary>
    /// <param name="input">[B,d].</param>
    /// <param name="step">The step's number, from which the noise is drawn.</param>
    /// <returns>[B,…], what the forward function gives. The caller owns it.</returns>
    /// <exception cref="DeviceException">The network's device is not there.</exception>
    public Tensor Train(Tensor input, long step)
    {
        using var watch = new Watch(Noise, Seeds.Derive(Seed, RandomStream.EncoderNoise, (int)(step % int.MaxValue)), Devices.Resolve(DeviceName), records: false, training: true);
        return Pass(input, watch);
    }

    /// <summary>Takes one training step.</summary>
    internal virtual void Step(long number) => step!(number);

    internal virtual Tensor Pass(Tensor input, Watch watch) => forward!(input, watch);
}
