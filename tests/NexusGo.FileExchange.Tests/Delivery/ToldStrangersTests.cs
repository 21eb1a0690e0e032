using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Tests.Delivery;

public class ToldStrangersTests
{
    [Fact]
    public void A_file_that_is_not_ours_is_told_once_and_an_order_in_the_wrong_folder_is_told_apart()
    {
        var told = new ToldStrangers();
        var customer = new CustomerId("DEMO");
        RemoteName[] names = [RemoteName.From("ORD_1.csv"), RemoteName.From("notes.txt")];

        Assert.Equal((2, 1), told.Add(customer, "/out/receipts", names));
        Assert.Equal((0, 0), told.Add(customer, "/out/receipts", names));
        Assert.Equal((1, 0), told.Add(customer, "/out/receipts", [.. names, RemoteName.From("more.txt")]));
        Assert.Equal((2, 1), told.Add(customer, "/out/errors", names));
    }
}
