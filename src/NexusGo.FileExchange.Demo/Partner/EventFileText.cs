using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Demo;

/// <summary>The text of an event file. Nothing that goes into it needs quotes.</summary>
internal sealed class EventFileText
{
    private const string Header =
        "event_id;event_time;card_no;event;reason_code;chip_type;uid_hex;hid_format;hid_facility;hid_number;shipment_no;tracking_no;"
        + "invoice_no\r\n";

    private readonly StringBuilder text = new(Header);

    public int Rows { get; private set; }

    public void Add(StoryStep step, DateTimeOffset time)
    {
        foreach (var chip in step.Chips)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{step.Id};{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'};{step.CardNo};{step.Kind};{step.Reason};{chip};"
                + $"{step.ShipmentNo};{step.TrackingNo};{step.InvoiceNo}\r\n");
            Rows++;
        }
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(text.ToString());
}
