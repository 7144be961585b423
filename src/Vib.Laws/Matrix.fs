namespace Vib.Laws

open System

/// Small matrices in plain arrays.
[<RequireQualifiedAccess>]
module internal Matrix =
    let largest (matrix: float[,]) = matrix |> Seq.cast<float> |> Seq.fold (fun most value -> max most (abs value)) 0.0

    let product (a: float[,]) (b: float[,]) =
        Array2D.init (a.GetLength 0) (b.GetLength 1) (fun i j ->
            let mutable sum = 0.0

            for k in 0 .. a.GetLength 1 - 1 do
                sum <- sum + a[i, k] * b[k, j]

            sum)

    let transpose (matrix: float[,]) = Array2D.init (matrix.GetLength 1) (matrix.GetLength 0) (fun i j -> matrix[j, i])

    /// The matrix and its transpose, halved: symmetric to the last bit.
    let symmetric (matrix: float[,]) = Array2D.init (matrix.GetLength 0) (matrix.GetLength 1) (fun i j -> (matrix[i, j] + matrix[j, i]) / 2.0)

    /// Rows and columns in another order, the same for both.
    let shuffled (order: int[]) (matrix: float[,]) = Array2D.init order.Length order.Length (fun i j -> matrix[order[i], order[j]])

    let rows (order: int[]) (matrix: float[,]) = Array2D.init order.Length (matrix.GetLength 1) (fun i j -> matrix[order[i], j])

    /// Orthogonal, uniformly drawn: Gram and Schmidt on normal columns.
    let rotation (stream: Stream) size =
        let columns = Array.init size (fun _ -> Array.init size (fun _ -> stream.Normal()))
        let dot (a: float[]) (b: float[]) = Array.fold2 (fun sum x y -> sum + x * y) 0.0 a b

        for k in 0 .. size - 1 do
            for before in 0 .. k - 1 do
                let along = dot columns[k] columns[before]
                columns[k] <- Array.map2 (fun x y -> x - along * y) columns[k] columns[before]

            let length = sqrt (dot columns[k] columns[k])
            columns[k] <- columns[k] |> Array.map (fun x -> x / length)

        Array2D.init size size (fun i j -> columns[j][i])

    /// Consecutive blocks of rows × columns numbers, as matrices.
    let split rows columns (numbers: float[]) =
        let size = rows * columns

        Array.init (numbers.Length / size) (fun k ->
            let block = Array2D.zeroCreate<float> rows columns
            Buffer.BlockCopy(numbers, k * size * sizeof<float>, block, 0, size * sizeof<float>)
            block)

    /// The matrices' numbers, one after the other.
    let flatten (matrices: float[,][]) =
        let size = matrices[0].Length
        let numbers = Array.zeroCreate<float>(matrices.Length * size)

        matrices
        |> Array.iteri (fun k matrix -> Buffer.BlockCopy(matrix, 0, numbers, k * size * sizeof<float>, size * sizeof<float>))

        numbers
