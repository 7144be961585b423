namespace Vib

open TorchSharp
open Vib.Core

[<RequireQualifiedAccess>]
module Diff =
    let private at (f: torch.Tensor -> torch.Tensor) x (read: Jet -> 'a) =
        use jet = new Jet(f, x)
        read jet

    /// The value beside a derivative; the derivative first, for it is the one that may be refused.
    let private fat f x (read: Jet -> 'a) =
        at f x (fun jet ->
            let derivative = read jet
            jet.Value(), derivative)

    let diffn n f x = at f x (fun jet -> jet.Derivative n)
    let fdiffn n f x = fat f x (fun jet -> jet.Derivative n)
    let ffdiffn n f x = at f x (fun jet -> jet.Derivatives n)
    let diff f x = diffn 1 f x
    let fdiff f x = fdiffn 1 f x
    let diff2 f x = diffn 2 f x
    let fdiff2 f x = fdiffn 2 f x
    let grad f x = at f x _.Gradient()
    let fgrad f x = fat f x _.Gradient()
    let gradv f x v = at f x _.GradientProduct(v)
    let fgradv f x v = fat f x _.GradientProduct(v)
    let hessian f x = at f x _.Hessian()
    let fhessian f x = fat f x _.Hessian()
    let hessianv f x v = at f x _.HessianProduct(v)
    let fhessianv f x v = fat f x _.HessianProduct(v)

    // second derivatives first: they leave the gradient behind
    let private gradientAndHessian (jet: Jet) =
        let hessian = jet.Hessian()
        jet.Gradient(), hessian

    let private bothProducts v (jet: Jet) =
        let hessianv = jet.HessianProduct v
        jet.GradientProduct v, hessianv

    let private flat (value, (first, second)) = value, first, second
    let gradhessian f x = at f x gradientAndHessian
    let fgradhessian f x = fat f x gradientAndHessian |> flat
    let gradhessianv f x v = at f x (bothProducts v)
    let fgradhessianv f x v = fat f x (bothProducts v) |> flat
    let laplacian f x = at f x _.Laplacian()
    let flaplacian f x = fat f x _.Laplacian()
    let jacobian f x = at f x _.Jacobian()
    let fjacobian f x = fat f x _.Jacobian()
    let jacobianv f x v = at f x _.JacobianProduct(v)
    let fjacobianv f x v = fat f x _.JacobianProduct(v)
    let jacobianTv f x v = at f x _.TransposedJacobianProduct(v)
    let fjacobianTv f x v = fat f x _.TransposedJacobianProduct(v)
    let curl f x = at f x _.Curl()
    let fcurl f x = fat f x _.Curl()
    let divergence f x = at f x _.Divergence()
    let fdivergence f x = fat f x _.Divergence()

    let private curlAndDivergence (jet: Jet) =
        let curl = jet.Curl()
        curl, jet.Divergence()

    let curldivergence f x = at f x curlAndDivergence
    let fcurldivergence f x = fat f x curlAndDivergence |> flat

    [<RequireQualifiedAccess>]
    module Floats =
        let private scalar (x: float) = torch.tensor([| x |]).reshape [||]
        let private vector (x: float[]) = torch.tensor x

        let private numbers rank (result: torch.Tensor) =
            if result.ndim <> rank then
                let shape = result.shape |> Array.map string |> String.concat ","
                let wanted = [| "a float"; "a float[]"; "a float[,]" |][int rank]

                raise (
                    ShapeException(
                        $"A result of shape [{shape}]",
                        $"one that is {wanted}",
                        "the same verb of Diff at a tensor, where results have any shape"
                    )
                )

            result.detach().cpu().to_type(torch.ScalarType.Float64).contiguous().data<float>().ToArray()

        let private number result = (numbers 0L result)[0]
        let private array result = numbers 1L result

        let private matrix (result: torch.Tensor) =
            let numbers = numbers 2L result
            let rows, columns = int result.shape[0], int result.shape[1]
            Array2D.init rows columns (fun i j -> numbers[i * columns + j])

        /// A verb of Diff at a point made of floats, its answer read out as floats.
        let private read out verb =
            use _scope = torch.NewDisposeScope()
            out (verb ())

        let private pair first second (a, b) = first a, second b
        let private triple first second third (a, b, c) = first a, second b, third c

        let diffn n f x = read number (fun () -> diffn n f (scalar x))
        let fdiffn n f x = read (pair number number) (fun () -> fdiffn n f (scalar x))
        let ffdiffn n f x = read (Array.map number) (fun () -> ffdiffn n f (scalar x))
        let diff f x = diffn 1 f x
        let fdiff f x = fdiffn 1 f x
        let diff2 f x = diffn 2 f x
        let fdiff2 f x = fdiffn 2 f x
        let grad f x = read array (fun () -> grad f (vector x))
        let fgrad f x = read (pair number array) (fun () -> fgrad f (vector x))
        let gradv f x v = read number (fun () -> gradv f (vector x) (vector v))
        let fgradv f x v = read (pair number number) (fun () -> fgradv f (vector x) (vector v))
        let hessian f x = read matrix (fun () -> hessian f (vector x))
        let fhessian f x = read (pair number matrix) (fun () -> fhessian f (vector x))
        let hessianv f x v = read array (fun () -> hessianv f (vector x) (vector v))
        let fhessianv f x v = read (pair number array) (fun () -> fhessianv f (vector x) (vector v))
        let gradhessian f x = read (pair array matrix) (fun () -> gradhessian f (vector x))
        let fgradhessian f x = read (triple number array matrix) (fun () -> fgradhessian f (vector x))
        let gradhessianv f x v = read (pair number array) (fun () -> gradhessianv f (vector x) (vector v))
        let fgradhessianv f x v = read (triple number number array) (fun () -> fgradhessianv f (vector x) (vector v))
        let laplacian f x = read number (fun () -> laplacian f (vector x))
        let flaplacian f x = read (pair number number) (fun () -> flaplacian f (vector x))
        let jacobian f x = read matrix (fun () -> jacobian f (vector x))
        let fjacobian f x = read (pair array matrix) (fun () -> fjacobian f (vector x))
        let jacobianv f x v = read array (fun () -> jacobianv f (vector x) (vector v))
        let fjacobianv f x v = read (pair array array) (fun () -> fjacobianv f (vector x) (vector v))
        let jacobianTv f x v = read array (fun () -> jacobianTv f (vector x) (vector v))
        let fjacobianTv f x v = read (pair array array) (fun () -> fjacobianTv f (vector x) (vector v))
        let curl f x = read array (fun () -> curl f (vector x))
        let fcurl f x = read (pair array array) (fun () -> fcurl f (vector x))
        let divergence f x = read number (fun () -> divergence f (vector x))
        let fdivergence f x = read (pair array number) (fun () -> fdivergence f (vector x))
        let curldivergence f x = read (pair array number) (fun () -> curldivergence f (vector x))
        let fcurldivergence f x = read (triple array array number) (fun () -> fcurldivergence f (vector x))
