namespace Vib

open Vib.Core

type ImageSets = { Training: LabelledImages; Test: LabelledImages }

[<RequireQualifiedAccess>]
module Images =
    let mnist folder =
        let struct (training, test) = Mnist.Load folder
        { Training = training; Test = test }

    let tryMnist folder = Attempt.message (fun () -> mnist folder)

    let namedFolder (path: string) =
        let struct (images, classes, _) = ImageFolder.Read path
        images, List.ofSeq classes

    let folder path = fst (namedFolder path)
    let tryFolder path = Attempt.message (fun () -> folder path)
    let drawnWith options seed count = DrawnDigits.Draw(count, seed, options)

    let drawn training test =
        let draw = drawnWith (DrawnDigitsOptions())
        { Training = draw 1L training; Test = draw 2L test }

    let take training test images = { Training = images.Training.Take training; Test = images.Test.Take test }
