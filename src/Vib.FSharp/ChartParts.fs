namespace Vib

/// <summary>How an axis or a colour scale is divided.</summary>
[<RequireQualifiedAccess>]
type Scale =
    /// <summary>Equal distances are equal differences.</summary>
    | Linear
    /// <summary>Equal distances are equal ratios; what is not positive is not drawn.</summary>
    | Logarithmic

/// <summary>An axis of a chart. <c>Chart.x</c>, <c>Chart.logX</c> and <c>Chart.rangeX</c> change it, and the same of y.</summary>
[<RequireQualifiedAccess>]
type Axis = {
    /// <summary>What is along it, as in <c>I(X;Z)</c>; empty for nothing.</summary>
    Label: string
    /// <summary>The unit, as in <c>nat</c>; empty for none.</summary>
    Unit: string
    /// <summary>Linear or logarithmic.</summary>
    Scale: Scale
    /// <summary>From where to where; None for what the data needs.</summary>
    Range: (float * float) option
    /// <summary>Names at places of the axis, in place of numbers; empty for numbers.</summary>
    Ticks: (float * string) list
}

/// <summary>How a line is drawn.</summary>
[<RequireQualifiedAccess>]
type Stroke =
    /// <summary>Without gaps.</summary>
    | Solid
    /// <summary>In dashes.</summary>
    | Dashed
    /// <summary>In dots.</summary>
    | Dotted
    /// <summary>As stairs: each value holds until the next.</summary>
    | Stairs

/// <summary>What lies about a line, point by point.</summary>
[<RequireQualifiedAccess>]
type Band = {
    /// <summary>[N], its lower edge.</summary>
    Lower: float[]
    /// <summary>[N], its upper edge.</summary>
    Upper: float[]
}

/// <summary>Numbers that colour points.</summary>
[<RequireQualifiedAccess>]
type PointColours = {
    /// <summary>What the colour says, as in <c>epoch</c>.</summary>
    Label: string
    /// <summary>[N], a number for each point.</summary>
    Values: float[]
    /// <summary>Linear or logarithmic.</summary>
    Scale: Scale
}

/// <summary>Points joined by a line.</summary>
[<RequireQualifiedAccess>]
type LineSeries = {
    /// <summary>As it stands in the legend. Series of one name have one colour.</summary>
    Name: string
    /// <summary>[N]; a number that is not finite is a gap.</summary>
    X: float[]
    /// <summary>[N]; a number that is not finite is a gap.</summary>
    Y: float[]
    /// <summary>What lies about it; None for nothing.</summary>
    Band: Band option
    /// <summary>How it is drawn.</summary>
    Stroke: Stroke
    /// <summary>Whether it is what the others are held against, as a truth: drawn in the colour of text.</summary>
    IsReference: bool
}

/// <summary>Points, each perhaps with an error, a colour and a label of its own.</summary>
[<RequireQualifiedAccess>]
type PointSeries = {
    /// <summary>As it stands in the legend. Series of one name have one colour.</summary>
    Name: string
    /// <summary>[N].</summary>
    X: float[]
    /// <summary>[N].</summary>
    Y: float[]
    /// <summary>[N], half the length of a bar along x; empty for none. NaN where it is not known.</summary>
    XErrors: float[]
    /// <summary>[N], half the length of a bar along y; empty for none. NaN where it is not known.</summary>
    YErrors: float[]
    /// <summary>Colours by a number; None for the series' own.</summary>
    Colours: PointColours option
    /// <summary>[N], what is shown where a point is pointed at; empty for none.</summary>
    Labels: string[]
    /// <summary>Whether a thin line joins them, in order.</summary>
    IsJoined: bool
}

/// <summary>Bars over intervals: a histogram.</summary>
[<RequireQualifiedAccess>]
type BarSeries = {
    /// <summary>As it stands in the legend. Series of one name have one colour.</summary>
    Name: string
    /// <summary>[N+1], where bars begin and end, increasing.</summary>
    Edges: float[]
    /// <summary>[N], their heights.</summary>
    Heights: float[]
}

/// <summary>Colours of a heat map.</summary>
[<RequireQualifiedAccess>]
type HeatColours =
    /// <summary>From low to high.</summary>
    | Sequential
    /// <summary>Two hues that part at 0.</summary>
    | Diverging
    /// <summary>From the page's colour to the text's: what lies behind something else.</summary>
    | Backdrop

/// <summary>Numbers over a plane, as colours.</summary>
[<RequireQualifiedAccess>]
type HeatMap = {
    /// <summary>What the colour says, with its unit.</summary>
    Name: string
    /// <summary>[C], where columns are.</summary>
    X: float[]
    /// <summary>[R], where rows are.</summary>
    Y: float[]
    /// <summary>[R,C].</summary>
    Values: float[,]
    /// <summary>Which colours.</summary>
    Colours: HeatColours
}

/// <summary>An ellipse of a Gaussian in the plane: points at a Mahalanobis distance from the centre.</summary>
[<RequireQualifiedAccess>]
type Ellipse = {
    /// <summary>The mean.</summary>
    Centre: float * float
    /// <summary>The covariance: of x, of x with y, of y.</summary>
    Covariance: float * float * float
}

/// <summary>Ellipses of one kind, as the codes of one class.</summary>
[<RequireQualifiedAccess>]
type EllipseSeries = {
    /// <summary>As it stands in the legend. Series of one name have one colour.</summary>
    Name: string
    /// <summary>The ellipses.</summary>
    Ellipses: Ellipse list
    /// <summary>Their Mahalanobis radius: 2.4477 holds 95 % of a Gaussian.</summary>
    Radius: float
}

/// <summary>Grey images in rows and columns.</summary>
[<RequireQualifiedAccess>]
type ImageGrid = {
    /// <summary>[N], each [H·W], row by row; 0 is background, 1 full ink.</summary>
    Images: float[] list
    /// <summary>H.</summary>
    Height: int
    /// <summary>W.</summary>
    Width: int
    /// <summary>Images in a row.</summary>
    Columns: int
    /// <summary>[N], what each is; empty for nothing.</summary>
    Labels: string list
}

/// <summary>A straight line across a chart, that others are held against.</summary>
[<RequireQualifiedAccess>]
type Rule =
    /// <summary>At this y.</summary>
    | Horizontal of float
    /// <summary>At this x.</summary>
    | Vertical of float
    /// <summary>y = x.</summary>
    | Diagonal

/// <summary>What a chart shows.</summary>
[<RequireQualifiedAccess>]
type Series =
    /// <summary>A line, perhaps with a band.</summary>
    | Line of LineSeries
    /// <summary>Points, perhaps with errors.</summary>
    | Points of PointSeries
    /// <summary>A histogram.</summary>
    | Bars of BarSeries
    /// <summary>A heat map.</summary>
    | Heat of HeatMap
    /// <summary>Ellipses.</summary>
    | Ellipses of EllipseSeries
    /// <summary>Images.</summary>
    | Images of ImageGrid
    /// <summary>A line across, with its name.</summary>
    | Rule of name: string * Rule

/// <summary>One pair of axes with what is drawn between them.</summary>
[<RequireQualifiedAccess>]
type Panel = {
    /// <summary>Over the axes; empty for nothing.</summary>
    Title: string
    /// <summary>Across.</summary>
    X: Axis
    /// <summary>Upwards.</summary>
    Y: Axis
    /// <summary>What is drawn, the first at the back.</summary>
    Series: Series list
    /// <summary>Whether a unit is as long on both axes.</summary>
    IsEqual: bool
}

/// <summary>Light or dark.</summary>
[<RequireQualifiedAccess>]
type Theme =
    /// <summary>Dark on white. A page of a light chart follows the reader's own setting.</summary>
    | Light
    /// <summary>Light on black.</summary>
    | Dark

/// <summary>A chart, as data: what is shown, not how it is drawn. Equal charts are equal.</summary>
/// <example><code>[ for step in 1..100 -> float step, 1.0 - exp (-0.05 * float step) ]
/// |> Chart.line "InfoNCE" |> Chart.x "step" "" |> Chart.y "I(X;Y)" "nat" |> Chart.title "A bound while it is trained" |> Chart.show</code></example>
[<RequireQualifiedAccess>]
type Chart = {
    /// <summary>Over everything; empty for nothing.</summary>
    Title: string
    /// <summary>What there is to see, in a sentence or two; empty for what the library says of the data.</summary>
    Caption: string
    /// <summary>Light or dark.</summary>
    Theme: Theme
    /// <summary>Panels in a row, where there is room.</summary>
    Columns: int
    /// <summary>Axes with their series; at least one.</summary>
    Panels: Panel list
} with

    /// <summary>The chart in a line.</summary>
    override chart.ToString() =
        let count number one several = if number = 1 then $"1 {one}" else $"{number} {several}"
        let series = chart.Panels |> List.sumBy _.Series.Length
        let panels = if chart.Panels.Length > 1 then $""" in {count chart.Panels.Length "panel" "panels"}""" else ""
        let title = if chart.Title = "" then "chart" else $"chart “{chart.Title}”"
        $"""{title}: {count series "series" "series"}{panels}"""
