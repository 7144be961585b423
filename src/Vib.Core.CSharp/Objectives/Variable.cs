namespace Vib.Core;

/// <summary>A random variable of an objective: observed, in the data; or latent, what an encoder emits.</summary>
public sealed record Variable
{
    private Variable(string name, bool isLatent) => (Name, IsLatent) = (name, isLatent);

    /// <summary>What is encoded.</summary>
    public static Variable X { get; } = Observed("X");

    /// <summary>What is to be known: a class, or numbers.</summary>
    public static Variable Y { get; } = Observed("Y");

    /// <summary>The code of X.</summary>
    public static Variable Z { get; } = Latent("Z");

    /// <summary>Its name in formulas.</summary>
    public string Name { get; }

    /// <summary>Whether an encoder emits it.</summary>
    public bool IsLatent { get; }

    /// <summary>A variable that the data has.</summary>
    /// <param name="name">A name of its own, as in formulas.</param>
    /// <returns>The variable; equal to any other observed one of that name.</returns>
    /// <exception cref="DomainException">The name is empty.</exception>
    public static Variable Observed(string name) => new(Named(name), false);

    /// <summary>A variable that an encoder emits.</summary>
    /// <param name="name">A name of its own, as in formulas.</param>
    /// <returns>The variable; equal to any other latent one of that name.</returns>
    /// <exception cref="DomainException">The name is empty.</exception>
    public static Variable Latent(string name) => new(Named(name), true);

    private static string Named(string name)
    {
        Require.That(!string.IsNullOrWhiteSpace(name), $"A variable without a name", "a name", "one letter, as in formulas");
        return name;
    }

    /// <summary>Its name.</summary>
    /// <returns>As in formulas.</returns>
    public override string ToString() => Name;
}
