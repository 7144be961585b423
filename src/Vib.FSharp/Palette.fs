namespace Vib

/// Colours of pages and charts. What is told apart by colour can be told apart by readers who confuse red and green, and has three times the luminance of what is behind it, or a third.
[<RequireQualifiedAccess>]
module internal Palette =
    /// Light, dark; each series takes the next pair. Found by search from the hues of Okabe and Ito 2008: at least 24 apart in CIELAB from each other and from the ink, also as
    /// readers without red or green cones see them, and in contrast to their ground 3 to 1.
    let series = [
        "#1561a5", "#428de6"
        "#dd5d12", "#f17f4b"
        "#1b9153", "#65dc94"
        "#ce71a6", "#a16aa4"
        "#604500", "#e9c32f"
        "#002164", "#b5beff"
        "#5c5c5c", "#a5a5a5"
    ]

    let ink = "#1f2328", "#e6e8eb"
    let soft = "#59616b", "#a3abb5" // ticks and what is less important
    let grid = "#e3e6ea", "#2d333b"
    let ground = "#ffffff", "#14171c"
    let middle = "#f4f4f4", "#22262d" // of two hues that part

    /// For points, from few to many: from blue over grey to yellow as Cividis does, growing lighter, but all of it in contrast to the ground, 3 to 1.
    let graded = [
        "#00214e", "#4f83d6"
        "#1f3d73", "#7494cd"
        "#475a7d", "#95a3bd"
        "#6a6f78", "#b0b0a4"
        "#85794f", "#c9bd80"
        "#9c8226", "#e0cf5e"
        "#a98a12", "#ffe945"
    ]

    let all = ink :: soft :: grid :: ground :: middle :: series @ graded

    let pick theme (light, dark) =
        match theme with
        | Theme.Light -> light
        | Theme.Dark -> dark

    let at index = series[index % series.Length]

    /// For areas: Cividis (Nuñez, Anderton and Renslow 2018), at nine places: as good as the same to all readers.
    let sequential = [ "#00204d"; "#00336f"; "#39486b"; "#575d6d"; "#707173"; "#8a8779"; "#a69d75"; "#c4b56c"; "#ffea46" ]

    let diverging theme = [ pick theme (series[0]); pick theme middle; pick theme (series[1]) ]
    let backdrop theme = [ pick theme ground; pick theme ("#8b949e", "#8b949e") ]
