using System.Globalization;
using System.Security.Cryptography;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Audit;

/// <summary>
/// Goes through one customer's log, entry by entry in the order of numbers, and compares it with its head, with its own records of what was
/// removed for age, and with the heads that were shipped. The first fault of the chain ends the comparison, because nothing behind it can
/// be judged.
/// </summary>
internal sealed class AuditLogCheck
{
    /// <summary>How long entries are kept, in calendar months. The database's own clean-up (audit.forget) uses the same number.</summary>
    public const int KeptMonths = 24;

    /// <summary>What the entry that records a clean-up says of the last entry removed.</summary>
    public const string PurgedThrough = "through=";

    public const string PurgeAction = "EVIDENCE_PURGED";

    private readonly AuditHead head;
    private readonly ILookup<long, ShippedHead> shipped;
    private readonly byte[] key;
    private readonly List<AuditFinding> findings = [];
    private byte[] previous;
    private long number;
    private bool isBaseRecorded;
    private bool isBroken;

    /// <param name="head">The log's head as the database has it.</param>
    /// <param name="shipped">What was shipped of this customer.</param>
    /// <param name="key">The customer's key of audit logs.</param>
    /// <param name="now">Entries younger than <see cref="KeptMonths"/> before it must be there.</param>
    public AuditLogCheck(AuditHead head, IReadOnlyList<ShippedHead> shipped, ReadOnlySpan<byte> key, DateTimeOffset now)
    {
        this.head = head;
        this.shipped = shipped.ToLookup(one => one.EntryNo);
        this.key = key.ToArray();
        (number, previous) = (head.BaseEntryNo, Convert.FromHexString(head.BaseHash));
        isBaseRecorded = head.BaseEntryNo == 0;
        CheckBase(shipped, SwedishTime.AddMonths(now, -KeptMonths));
    }

    /// <summary>Takes the next entry. False: the rest cannot be judged.</summary>
    public bool Add(AuditLine entry, ReadOnlySpan<byte> mac)
    {
        number++;
        if (entry.EntryNo != number)
        {
            return Break("MISSING");
        }

        if (!mac.SequenceEqual(AuditMac.Of(key, previous, head.Customer, entry)))
        {
            return Break("CHANGED");
        }

        previous = mac.ToArray();
        if (shipped[number].Any(told => told.Hash != Convert.ToHexStringLower(previous)))
        {
            return Break("SHIPPED_HEAD");
        }

        isBaseRecorded |= entry.Action == PurgeAction && entry.Detail.Split(';')
            .Contains(string.Create(CultureInfo.InvariantCulture, $"{PurgedThrough}{head.BaseEntryNo}"));
        return true;
    }

    /// <summary>What is wrong, once every entry was added; empty: the log is as it was written.</summary>
    public IReadOnlyList<AuditFinding> Finish()
    {
        CryptographicOperations.ZeroMemory(key);
        if (isBroken)
        {
            return findings;
        }

        if (number != head.EntryNo || Convert.ToHexStringLower(previous) != head.Hash)
        {
            number++;
            Find(number, number <= head.EntryNo ? "MISSING" : "HEAD");
        }
        else if (shipped.Select(one => one.Key).DefaultIfEmpty().Max() is var last && last > head.EntryNo)
        {
            // The log was cut off behind what had been told of it.
            Find(last, "MISSING");
        }

        if (!isBaseRecorded)
        {
            Find(head.BaseEntryNo, "BASE");
        }

        return findings;
    }

    /// <summary>
    /// What is gone must have been old enough: the entry behind a shipped head is younger than the day on which that head was shipped for
    /// the last time.
    /// </summary>
    private void CheckBase(IReadOnlyList<ShippedHead> all, DateTimeOffset oldest)
    {
        if (shipped[head.BaseEntryNo].Any(told => told.Hash != head.BaseHash && head.BaseEntryNo > 0))
        {
            Break("SHIPPED_HEAD");
        }
        else if (all.FirstOrDefault(told => told.EntryNo < head.BaseEntryNo && told.ShippedAt > oldest) is { } young)
        {
            Find(young.EntryNo + 1, "MISSING");
        }
    }

    private bool Break(string what)
    {
        Find(number, what);
        isBroken = true;
        return false;
    }

    private void Find(long entryNo, string what) => findings.Add(new AuditFinding(head.Customer, entryNo, what));
}
