namespace NexusGo.FileExchange.Machine;

/// <summary>
/// Whether nobody but root and the user who runs this could have put a file where it is. Whoever may write to a file, or to a folder above
/// it, decides what it says; a configuration names programs, and those run with the rights of whoever reads it.
/// </summary>
public static class TrustedPath
{
    /// <summary>As many links as the kernel follows.</summary>
    private const int MostLinks = 40;

    private const int Root = 0;

    /// <summary>
    /// What is wrong with a path, or null. Every folder and link on the way is looked at. A folder that everybody may write to counts only
    /// with the sticky bit, as /tmp has it, and never as the end of the path; below a folder that only its owner may enter, nobody else can
    /// write. A path that is not there is not wrong.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="mayBeHandedOver"> For keys and data: root accepts another owner of what lies in a folder that only root can write to,
    /// because only root can have put it there. The links of that owner are not followed: they could lead root to files that their owner
    /// may not read.
    /// </param>
    public static (string Found, string Advice)? Check(string path, bool mayBeHandedOver = false) =>
        Check(path, mayBeHandedOver, FileOwnership.CurrentUserId);

    internal static (string Found, string Advice)? Check(string path, bool mayBeHandedOver, int caller)
    {
        var names = new Stack<string>(Names(path).Reverse());
        var folder = "/";
        var links = 0;
        var (isRootsAlone, isClosed, heir) = (true, false, caller);
        while (names.TryPop(out var name))
        {
            if (name == "..")
            {
                (folder, isClosed) = (Path.GetDirectoryName(folder) ?? "/", false);
                continue;
            }

            var at = Path.Combine(folder, name);
            if (FileOwnership.Of(at) is not { } found)
            {
                return null;
            }

            if (mayBeHandedOver && caller == Root && heir == Root && isRootsAlone)
            {
                heir = found.UserId;
            }

            if (found.UserId != Root && found.UserId != caller && (found.UserId != heir || found.IsLink))
            {
                return ($"{at}, which belongs to user {found.UserId}",
                    $"Let it belong to root or to the user who runs this: chown root {at}");
            }

            if (found.IsLink)
            {
                var target = new FileInfo(at).LinkTarget ?? "";
                Names(target).Reverse().ToList().ForEach(names.Push);
                (folder, isRootsAlone, isClosed) = target.StartsWith('/') ? ("/", true, false) : (folder, isRootsAlone, isClosed);
                if (++links > MostLinks)
                {
                    return ($"{at}, which leads round in a circle", "Name the file itself");
                }

                continue;
            }

            var isOnTheWay = found.IsFolder && names.Count > 0;
            if (found.OthersMayWrite && !isClosed && !(isOnTheWay && found.Mode.HasFlag(UnixFileMode.StickyBit)))
            {
                return ($"{at}, which others may write to (mode {Convert.ToString((int)found.Mode, 8)})",
                    $"Take that right away: chmod go-w {at}");
            }

            isRootsAlone = found.UserId == Root && !found.OthersMayWrite;
            isClosed |= found.IsClosed;
            folder = at;
        }

        return null;
    }

    private static IEnumerable<string> Names(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".");
}
