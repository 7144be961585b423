namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Correlation =
    let canonicalWith scaling (pairs: Pairs) = CanonicalCorrelation.Of(pairs, scaling)
    let canonical pairs = canonicalWith Scaling.None pairs
    let partial (triples: Triples) = CanonicalCorrelation.Conditional triples
