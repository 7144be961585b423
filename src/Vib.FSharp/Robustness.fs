namespace Vib

open System
open Vib.Core

[<RequireQualifiedAccess>]
module Robustness =
    let fgsm epsilon : Attack = FastGradientSign(Epsilon = epsilon)
    let pgdWith (options: ProjectedGradient) : Attack = options
    let pgd epsilon = pgdWith (ProjectedGradient(Epsilon = epsilon))
    let carliniWagnerWith (options: CarliniWagner) : Attack = options
    let carliniWagner = carliniWagnerWith (CarliniWagner())
    let spsaWith (options: Spsa) : Attack = options
    let spsa epsilon = spsaWith (Spsa(Epsilon = epsilon))
    let squareWith (options: SquareAttack) : Attack = options
    let square epsilon = squareWith (SquareAttack(Epsilon = epsilon))
    let towards index (attack: Attack) = attack.WithGoal(AttackGoal.Towards index)
    let towardsRandom (attack: Attack) = attack.WithGoal AttackGoal.TowardsRandom
    let frozen (attack: Attack) = attack.WithFreshNoise false
    let samples count (attack: Attack) = attack.WithSamples(Nullable count)
    let private run (attack: Attack) images (model: TrainedBottleneck) = attack.Against(model, images)
    let attack attack images model = run attack images model
    let tryAttack attack images model = Attempt.message (fun () -> run attack images model)
    let transfer (attack: Attack) images source victim = attack.Transfer(source, victim, images)
    let tryTransfer attack images source victim = Attempt.message (fun () -> transfer attack images source victim)
