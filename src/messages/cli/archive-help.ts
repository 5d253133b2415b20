/** What `--help` prints for the commands of an archive. */
export const archiveHelpText = {
  collect: {
    summary: "keeps an organisation's records in one verified archive",
    help: `countersign collect (--from nats://HOST[:PORT][/ORGANISATION] | --courier URL) --into DIR [--tell-after HOURS] [--json]

Takes the entries that machines send (countersign outbox), checks each against its record's chain, tree and key, and keeps
them in DIR, until it is stopped. What is on disk there is cosigned, and only then is the machine told that it may count on
it. DIR is in C2SP tlog-tiles layout: one log a record under logs/, and one over all their checkpoints. A fork, a forged
checkpoint, or another person's record is refused, named here and noted in DIR/refused.jsonl.

  --from URL     a NATS server with JetStream (nats:// or tls://); its stream is made where there is none. Credentials are read
                 from nats.creds, and a certificate of your own from nats-ca.pem, under $COUNTERSIGN_HOME
  --courier URL  a courier: git+ssh://..., git+https://..., git+file:///..., folder:/DIR. Whoever has it can read what it carries
  --into DIR     where the archive lies, or is begun. The keys that it signs with lie under $COUNTERSIGN_HOME: keep them
  --tell-after HOURS  names a record of which nothing has come for as long, once; 24 unless it is given
  --json         one JSON object a line instead of words

Exit code: 0 it was stopped (SIGINT, SIGTERM), 1 it cannot begin or go on, 2 usage.
`,
  },
  outbox: {
    summary: 'sends the record to an archive, and says what is not there yet',
    help: `countersign outbox [--send] [--json]
countersign outbox --to URL --key KEY
countersign outbox --stop

Says how many entries of the record the archive has, by its own signature, and how many wait. An open window sends them by
itself, and --send sends them without one, by hand or by a timer. Nothing counts as sent before the archive's cosigned
checkpoint covers it.

  --send     sends now, and waits for the archive's answer
  --to URL   lets the record go to an archive from now on: nats://HOST[:PORT][/ORGANISATION] (or tls://), or a courier's URL. A person at
             a terminal says so; the record's entries leave this machine whole, without secrets
  --key KEY  what the archive cosigns with, as countersign collect prints it
  --stop     nothing is sent any more, also where the team's policy names an archive
  --json     one JSON object instead of words

Exit code: 0 the archive has everything, or nothing was to be sent; 1 it does not, 2 usage.
`,
  },
};
