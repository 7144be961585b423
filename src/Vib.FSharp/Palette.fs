namespace Vib

/// Colours of pages and charts. What is told apart by colour can be told apart by readers who confuse red and green, and has three times the luminance of what is behind it, or a third.
[<RequireQualifiedAccess>]
module internal Palette =
    /// Light, dark; each series takes the next pair. After Okabe and Ito 2008, moved apart and towards enough contrast on both grounds.
    let series = [
        "#0067a5", "#4ea8e8"
        "#d1500a", "#ff8a4c"
        "#00876a", "#2fc39b"
        "#b0529a", "#e39ad2"
        "#8a6d00", "#e3c12f"
        "#4a4f9e", "#a7acf5"
        "#6e6e6e", "#b4b4b4"
    ]

    let ink = "#1f2328", "#e6e8eb"
    let soft = "#59616b", "#a3abb5" // ticks and what is less important
    let grid = "#e3e6ea", "#2d333b"
    let ground = "#ffffff", "#14171c"
    let middle = "#f4f4f4", "#22262d" // of two hues that part
    let all = ink :: soft :: grid :: ground :: middle :: series

    let pick theme (light, dark) =
        match theme with
        | Theme.Light -> light
        | Theme.Dark -> dark

    let at index = series[index % series.Length]

    /// Cividis (Nuñez, Anderton and Renslow 2018), at nine places: as good as the same to all readers.
    let sequential = [ "#00204d"; "#00336f"; "#39486b"; "#575d6d"; "#707173"; "#8a8779"; "#a69d75"; "#c4b56c"; "#ffea46" ]

    let diverging theme = [ pick theme (series[0]); pick theme middle; pick theme (series[1]) ]
    let backdrop theme = [ pick theme ground; pick theme ("#8b949e", "#8b949e") ]
