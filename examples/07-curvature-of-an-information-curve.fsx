// How much of what X tells about Y does a code of R nats keep, and what is the next nat worth?
// The information curve of two Gaussians with correlation ρ, and its derivatives  (Chechik et al. 2005).
#load "../vib.fsx"

open Vib
open TorchSharp

let rho2 = 0.7

// I(Z;Y) of the best code with I(X;Z) = R:  R − ½ ln(ρ² + (1 − ρ²) e^{2R}), from 0 to I(X;Y) = −½ ln(1 − ρ²).
let curve (rate: torch.Tensor) = rate - 0.5 * ((rate * 2.0).exp() * (1.0 - rho2) + rho2).log()

// Minimising CE + β R ends where the curve's slope is β; there its curvature is −2β(1 − β), so it is concave.
let rateAt beta = 0.5 * log ((1.0 - beta) * rho2 / (beta * (1.0 - rho2)))

printfn $"ρ² = {rho2}, I(X;Y) = {-0.5 * log (1.0 - rho2):F4} nat\n"
printfn "     β   R, nat   I(Z;Y)    slope  curvature  −2β(1−β)"

for beta in [ 0.7; 0.6; 0.5; 0.4; 0.3; 0.2; 0.1; 0.01 ] do
    let rate = rateAt beta
    let information, slope = Diff.Floats.fdiff curve rate
    let curvature = Diff.Floats.diff2 curve rate
    printfn $"{beta, 6:F2} {rate, 8:F4} {information, 8:F4} {slope, 8:F4} {curvature, 10:F4} {-2.0 * beta * (1.0 - beta), 9:F4}"

printfn $"\nAt rate 0 a nat is worth ρ² = {Diff.Floats.diff curve 0.0:F4}: for β above it, no code is worth its rate."
