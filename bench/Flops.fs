/// How much arithmetic a training step cannot do without: its matrix products, a multiplication and an addition each counted. Elementwise passes, the bound and Adam
/// are not counted, so a step at its floor would do them in no time.
///
/// A layer of w_in → w_out on B rows is three products of B × w_in × w_out: forward, h W; backward, the weights' gradient hᵀ d and the input's d Wᵀ. The input of a
/// network's first layer is data, whose gradient nobody needs: that product is left out. It stays where the input depends on weights.
module Vib.Bench.Flops

/// [m,k] times [k,n]: m·k·n multiplications and as many additions.
type Product = {
    M: int
    K: int
    N: int
} with

    member product.Flops = 2.0 * float product.M * float product.K * float product.N

let product m k n = { M = m; K = k; N = n }

type private Input =
    | Data
    | Learned

let private network input rows widths =
    let layer index (inputs, outputs) =
        let times = if index = 0 && input = Data then 2.0 else 3.0
        times * (product rows inputs outputs).Flops

    widths |> List.pairwise |> List.mapi layer |> List.sum

let dimension, hidden, embedding = 20, 256, 32

/// Two towers, and the scores g hᵀ with what they pass back to g and to h.
let separable batch = 2.0 * network Data batch [ dimension; hidden; hidden; embedding ] + 3.0 * (product batch embedding batch).Flops

/// The first layer is split, W [x; y] = W_x x + W_y y: two layers on B rows of data each, and their gradients, since rows are summed before they meet x and y.
/// The layers after it run on all B² pairs; what they pass back to the first is needed.
let concatenated batch = 2.0 * network Data batch [ dimension; hidden ] + network Learned (batch * batch) [ hidden; hidden; 1 ]

/// The encoder on data, the decoder on z.
let bottleneck batch = network Data batch [ 784; 1024; 1024; 512 ] + network Learned batch [ 256; 10 ]
