using System.Globalization;

namespace Vib.Core;

/// <summary>Rows that a network's layers are looked at on.</summary>
/// <param name="Name">As in <c>training</c>, <c>test</c> or <c>all</c>.</param>
/// <param name="Rows">At least 4.</param>
public sealed record PlaneSet(string Name, ClassifiedRows Rows);

/// <summary>A layer in the information plane at one step.</summary>
/// <param name="Step">Training steps before the look.</param>
/// <param name="Epoch">The same in epochs.</param>
/// <param name="Set">The rows' name.</param>
/// <param name="Replicate">Which copy of the network, counted from 0.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="Estimator">The estimator's name.</param>
/// <param name="Input">I(X;T), nats, with its side, standard error and ceiling; NaN where it could not be measured, with the reason among the diagnoses.</param>
/// <param name="Output">I(T;Y), nats, likewise; its ceiling is H(Y).</param>
/// <param name="Ruler">The noise or bins by which this layer was measured, in words. Layers with different ones do not belong on one axis.</param>
/// <param name="Certificate">Where the layer was compressed: what that can have lost; null otherwise, or without additive noise.</param>
public sealed record PlanePoint(long Step, double Epoch, string Set, int Replicate, string Layer, string Estimator, Estimate Input, Estimate Output, string Ruler, PcaCertificate? Certificate)
{
    /// <summary>One line: layer, step, both coordinates.</summary>
    /// <returns>For example <c>layer 3 at step 1000: I(X;T) ≈ 6.31 nat, I(T;Y) ≈ 0.52 nat (binned, 30 edges from -1 to 1)</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layer} at step {Step}: {Part("I(X;T)", Input)}{Whole()}, {Part("I(T;Y)", Output)} ({Estimator})");

    private string Whole() => Certificate is null || double.IsNaN(Input.Value) ? "" : string.Create(CultureInfo.InvariantCulture, $" (of the whole layer, at most {Input.Value + Certificate.Slack:0.00})");

    private static string Part(string quantity, Estimate estimate) => double.IsNaN(estimate.Value) ? $"{quantity} not measured" : $"{quantity} {EstimateLine.Sign(estimate.Side)} {EstimateLine.Measured(estimate.Value, estimate.StandardError, "nat")}";
}

/// <summary>How well a network did at a look.</summary>
/// <param name="Step">Training steps before the look.</param>
/// <param name="Epoch">The same in epochs.</param>
/// <param name="Set">The rows' name.</param>
/// <param name="Replicate">Which copy of the network, counted from 0.</param>
/// <param name="Loss">Mean cross-entropy, nats; NaN where the network gives no classes.</param>
/// <param name="Accuracy">The part of the rows whose class is right; NaN likewise.</param>
public sealed record PlaneStanding(long Step, double Epoch, string Set, int Replicate, double Loss, double Accuracy);

/// <summary>How far a network has been followed.</summary>
/// <param name="Step">Training steps so far.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Look">Looks so far.</param>
/// <param name="Looks">Looks in all.</param>
/// <param name="Seconds">Seconds since the call.</param>
/// <param name="SecondsLeft">What is left to come, as far as the steps and looks so far tell; NaN before the first step.</param>
/// <param name="Loss">Mean loss on the first set at this look, nats.</param>
public readonly record struct PlaneProgress(long Step, long Steps, int Look, int Looks, double Seconds, double SecondsLeft, double Loss)
{
    /// <summary>One line.</summary>
    /// <returns>For example <c>look 3 of 30, loss 0.412</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"look {Look} of {Looks}, loss {Loss:0.000}");
}
