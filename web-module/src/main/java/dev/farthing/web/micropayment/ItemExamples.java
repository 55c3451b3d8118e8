package dev.farthing.web.micropayment;

/** Items as /openapi and the documentation show them. */
final class ItemExamples {
    static final String ITEM = """
            {"title":"Article 9","currency":"USD",
             "prices":[{"currency":"USD","scale":2,"value":"25"},
                       {"currency":"EUR","scale":2,"value":"24"}],
             "rights":{"model":"PERIOD","period":"P30D","text":"Read for thirty days"},
             "onSale":true,"saleFrom":"2026-01-01T00:00:00Z"}""";

    static final String LIST = """
            {"items":[{"item":"article-9","title":"Article 9","currency":"USD",
              "prices":[{"currency":"USD","scale":2,"value":"25"}],
              "rights":{"model":"ONCE","text":"Read it"},"onSale":true}]}""";

    static final String SHEET =
            "item,title,currency,price,scale,from,rights_model,rights_count,rights_period,rights_until,rights_text,"
                    + "on_sale,sale_from,sale_until\n"
                    + "article-9,Article 9,USD,25,2,,ONCE,,,,Read it,true,,\n"
                    + "pass,Ten articles,USD,2,0,,COUNT,10,,,Read ten,true,,\n"
                    + "pass,Ten articles,EUR,2,0,,COUNT,10,,,Read ten,true,,\n";

    private ItemExamples() {}
}
