namespace Vib.Core;

/// <summary>The pieces of work that a <see cref="Crew"/> was asked for lately, each with its <see cref="ThreadChoice"/>.</summary>
/// <remarks>A piece of work is a delegate, the same object each time, and a number of parts. A loop has a few; what is made anew for each use takes the place that was unused the longest.</remarks>
internal sealed class CrewSites
{
    private const int Most = 128;

    private readonly List<Site> sites = new(Most);
    private long uses;

    private sealed record Site(Action<int> Body, int Parts, ThreadChoice Choice)
    {
        internal long Used { get; set; }
    }

    internal IEnumerable<(int Parts, int Threads)> Choices => sites.Where(site => site.Choice.Chosen is not null).Select(site => (site.Parts, site.Choice.Chosen!.Value));

    /// <summary>The choice for a piece of work; at most so many threads.</summary>
    internal ThreadChoice Of(Action<int> body, int parts, int most)
    {
        uses++;
        foreach (var site in sites)
        {
            if (!ReferenceEquals(site.Body, body) || site.Parts != parts) continue;
            site.Used = uses;
            return site.Choice;
        }
        if (sites.Count == Most) sites.Remove(sites.MinBy(site => site.Used)!);
        sites.Add(new(body, parts, new(most)) { Used = uses });
        return sites[^1].Choice;
    }
}
