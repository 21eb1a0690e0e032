using System.Net;
using Microsoft.AspNetCore.Builder;
using NexusGo.FileExchange.Worker;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Page;

/// <summary>Who gets to see the page, and what the page itself may see.</summary>
public sealed class PageAccessTests(PageSite site) : IClassFixture<PageSite>
{
    [Fact]
    public async Task Every_answer_forbids_scripts_frames_and_caching_and_sets_no_cookie()
    {
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        foreach (var path in new[] { "/", "/en/", "/sv/customers", "/page.css", "/nowhere" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"), path);
            Assert.False(answer.Headers.Contains("Server"), path);
        }
    }

    [Theory]
    [InlineData("GET", "attacker.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("GET", "localhost", HttpStatusCode.OK)]
    [InlineData("POST", "localhost", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "localhost", HttpStatusCode.MethodNotAllowed)]
    public async Task Without_a_proxy_only_this_machine_reads(string method, string host, HttpStatusCode status) =>
        Assert.Equal(status, await AskAsync(site.Address, method, host));

    [Theory]
    [InlineData("127.0.0.1", "anna", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", null, HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", " ", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.2", "anna", HttpStatusCode.Forbidden)]
    public async Task Behind_a_proxy_only_its_address_and_a_named_user_count(string proxy, string? user, HttpStatusCode status)
    {
        await using var behind =
            await site.StartAsync(new { Listen = "127.0.0.1:0", ProxyAddress = proxy, UserHeader = "X-Forwarded-User" });
        Assert.Equal(status, await AskAsync(behind.Urls.Single(), "GET", "page.example", user));
    }

    [Theory]
    [InlineData("0.0.0.0:8460", null, null, "Page.Listen")]
    [InlineData("somewhere", null, null, "Page.Listen")]
    [InlineData("127.0.0.1:8460", "10.0.0.1", null, "Page.ProxyAddress")]
    [InlineData("127.0.0.1:8460", "proxy.example", "X-User", "Page.ProxyAddress")]
    public void An_open_page_is_a_problem_of_the_configuration(string listen, string? proxy, string? header, string setting) =>
        Assert.Contains(site.Configure(new { Listen = listen, ProxyAddress = proxy, UserHeader = header }).Problems,
            problem => problem.Setting.EndsWith(setting, StringComparison.Ordinal));

    [Theory]
    [InlineData("select sealed from orders.card")]
    [InlineData("select ref_index from orders.card")]
    [InlineData("select person_index from orders.card_person")]
    [InlineData("select wrapped_key from exchange.pending_report")]
    [InlineData("select path from exchange.inbound_file")]
    [InlineData("select local_id from exchange.inbound_file")]
    [InlineData("select sealed from exchange.sealed_block")]
    [InlineData("select wrapped from vault.card_key")]
    [InlineData("select detail from audit.entry")]
    [InlineData("delete from retention.hold")]
    [InlineData("update exchange.inbound_file set name = ''")]
    public async Task The_pages_role_reads_nothing_sealed_and_changes_nothing(string sql)
    {
        await using var connection = new NpgsqlConnection(site.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set role nexusgo_page; {sql}", connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static async Task<HttpStatusCode> AskAsync(string address, string method, string host, string? user = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), address + "/en/fleet");
        request.Headers.Host = host;
        if (user is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-User", user);
        }

        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
