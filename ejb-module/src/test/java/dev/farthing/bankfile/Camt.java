package dev.farthing.bankfile;

import java.nio.charset.StandardCharsets;

/** Statements as a bank writes them, put together by hand. */
final class Camt {
    static final String IBAN = "DE89370400440532013000";

    private Camt() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A whole message around entries that lead from one signed balance in cents to another. */
    static String message(long opening, long closing, String entries) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
                  <BkToCstmrStmt>
                    <GrpHdr><MsgId>B-MSG-7</MsgId><CreDtTm>2026-07-01T23:30:00+02:00</CreDtTm></GrpHdr>
                    <Stmt>
                      <Id>B-STMT-7</Id>
                      <ElctrncSeqNb>7</ElctrncSeqNb>
                      <CreDtTm>2026-07-01T23:15:00.123+02:00</CreDtTm>
                      <Acct><Id><IBAN>%s</IBAN></Id><Ccy>EUR</Ccy></Acct>
                      %s
                      %s
                      <TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries></TtlNtries></TxsSummry>
                      %s
                    </Stmt>
                  </BkToCstmrStmt>
                </Document>
                """.formatted(IBAN, balance("OPBD", opening), balance("CLBD", closing), entries);
    }

    static String balance(String code, long cents) {
        return "<Bal><Tp><CdOrPrtry><Cd>" + code + "</Cd></CdOrPrtry></Tp>" + amount(Math.abs(cents)) + "<CdtDbtInd>"
                + (cents < 0 ? "DBIT" : "CRDT") + "</CdtDbtInd><Dt><Dt>2026-07-01</Dt></Dt></Bal>";
    }

    /** An entry of some signed cents, with what stands in its details. */
    static String entry(long cents, String status, String details) {
        return "<Ntry>" + amount(Math.abs(cents)) + direction(cents) + "<Sts><Cd>" + status + "</Cd></Sts>"
                + "<BookgDt><Dt>2026-07-01</Dt></BookgDt><AcctSvcrRef>REF-" + Math.abs(cents) + "</AcctSvcrRef>"
                + "<BkTxCd/>" + details + "</Ntry>";
    }

    static String transactions(String... transactions) {
        return "<NtryDtls>" + String.join("", transactions) + "</NtryDtls>";
    }

    static String transaction(String endToEndId, long cents, String more) {
        return "<TxDtls><Refs><EndToEndId>" + endToEndId + "</EndToEndId></Refs>" + amount(Math.abs(cents))
                + direction(cents) + more + "</TxDtls>";
    }

    static String returned(String reason) {
        return "<RtrInf><Rsn><Cd>" + reason + "</Cd></Rsn><AddtlInf>Account is</AddtlInf><AddtlInf>closed</AddtlInf>"
                + "</RtrInf>";
    }

    private static String amount(long cents) {
        return "<Amt Ccy=\"EUR\">" + cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100 + "</Amt>";
    }

    private static String direction(long cents) {
        return "<CdtDbtInd>" + (cents < 0 ? "DBIT" : "CRDT") + "</CdtDbtInd>";
    }
}
