import { archiveHelpText } from './archive-help.js';

const options = `  --scope user       the user's own configuration (default)
  --scope workspace  the configuration of this directory
  --dry-run          only shows the change
  --json             one JSON object instead of words
`;

/** For each command: one line for the list of commands, and what `--help` prints. */
export const helpText = {
  approve: {
    summary: 'countersigns a request of another person with your own SSH key',
    help: `countersign approve ID [--comment TEXT] [--digest HEX] [--json]

Shows the request and asks you to type the name of its target; then your SSH key signs. Your own requests are refused.
Without a terminal nothing can be typed: then --digest must name the bytes that countersign show printed before. A program that
an agent has started signs nothing.

  --comment TEXT  a remark that the requester reads
  --digest HEX    the digest that countersign show printed
  --json          one JSON object instead of words

Exit code: 0 signed and sent, 1 not.
`,
  },
  check: {
    summary: 'judges a shell command and explains the verdict',
    help: `countersign check [--cwd DIR] [--home DIR] [--policy FILE] [--preview] [--json] -- COMMAND...
countersign check --jsonl [--cwd DIR] [--home DIR] [--policy FILE] [--preview]

Judges a shell command without running it: what it would do, to what, and whether a person would be asked. The built-in rules
speak, as in a session that has just begun: what you have said of places (countersign places), your settings and your team's
policy are left out; countersign policy explain has them.
With --jsonl each line of standard input is one JSON object with "cmd", and each line of the answer is its verdict.

  --cwd DIR      the directory in which it would run (default: this one)
  --home DIR     the home whose configuration is read (default: yours)
  --policy FILE  a team's policy, which speaks too as if it were accepted; rules about agents and persons then fit
  --preview      also what would change, from what lies on this machine; nothing is started
  --json         one JSON object instead of words
  --jsonl        many commands, one a line; "env" absent means an empty environment

Exit code: 0 the gate would stay out of the way, 10 a person would be asked, 20 denied, 2 usage, 1 any other failure.
With --jsonl it is 0 when every line has its answer.
`,
  },
  completion: {
    summary: 'what a shell needs to complete these commands by the Tab key',
    help: `countersign completion bash|zsh|fish [--json]

Prints the script that completes commands, options and agents:

  source <(countersign completion bash)        in ~/.bashrc
  source <(countersign completion zsh)         in ~/.zshrc
  countersign completion fish | source         in ~/.config/fish/config.fish

  --json  one JSON object with the script in it
`,
  },
  connect: (agents: readonly string[]) => ({
    summary: "writes an agent's hook configuration, showing the diff, keeping everything foreign",
    help: `countersign connect AGENT [--scope user|workspace] [--strict] [--http] [--dry-run] [--json]

Installs the doorbell and names it in the agent's hook configuration, so that every tool call of that agent is judged
before it runs. Connecting twice changes nothing. AGENT is one of
${agents.map((agent) => `  ${agent}`).join('\n')}

${options}  --strict           codex only: also the setting that closes what its hooks do not see; the change is shown
  --http             claude-code only: rings an open editor window instead of starting a program for every call. Quicker;
                     but while no window is open every call is blocked, and another user of this machine who takes
                     the port meanwhile is believed
`,
  }),
  disconnect: {
    summary: "removes Countersign from an agent's hook configuration, keeping everything foreign",
    help: `countersign disconnect AGENT [--scope user|workspace] [--dry-run] [--json]

Removes the doorbell from the agent's hook configuration. A file that nobody changed since is put back byte for byte.

${options}`,
  },
  deny: {
    summary: 'refuses a request of another person, for good',
    help: `countersign deny ID --reason TEXT [--json]

Your SSH key signs a refusal. It is final for this request, whatever others sign. The requester and the agent read the
reason.

  --reason TEXT  why
  --json         one JSON object instead of words
`,
  },
  doctor: {
    summary: 'per agent: found, version, connected, verified by a canary call, drifted, disabled',
    help: `countersign doctor [--seen] [--json]

Looks at every agent that can be connected: whether it is there, in which version, whether its configuration names the
doorbell as it should, what keeps it from ringing, and whether a harmless call through the installed doorbell comes
back. Then at the record, and at the team's policy, roster and courier. What Claude Code has written of its latest
sessions is held against the record: a call that ran without ringing, or without a yes, is an alarm until a person has
seen it.

  --seen  a person at a terminal has seen what ran unheld: it is an alarm no longer
  --json  one JSON object instead of words

Exit code: 0 every connection works, the record holds, the team's policy is in order and its courier answers;
1 something needs attention.
`,
  },
  hook: {
    summary: "an agent's hook payload on stdin, that agent's answer on stdout, fail closed",
    help: `countersign hook AGENT [EVENT]

Answers one hook call of an agent: its payload on standard input, its answer on standard output. With an editor window
open, that window answers; without one, quiet calls pass and everything that would need a person is blocked. With the name
of the agent's event, a payload of another event is blocked too.

Exit code: 0 with an answer, 2 with words on standard error. Every failure is 2, which agents take for a no.
`,
  },
  lock: (agents: readonly string[]) => ({
    summary: 'the locked install: root owns the doorbell, and agents are told by files that only root writes',
    help: `countersign lock [AGENT...] [--without-user] [--dry-run] [--json]

Puts doorbell, engine and a runtime into /opt/countersign, and names them in the configuration that only an administrator
writes, with the settings that pin it. What stood there is kept, and put back by countersign unlock. Without AGENT every
agent that has such files is configured, whether it is there yet or not:
${agents.map((agent) => `  ${agent}`).join('\n')}

An organisation's policy and roster in /etc/countersign (policy.json, allowed_signers) stand above every repository's, and
where they ask for a countersignature the locked doorbell itself verifies it.

On Linux the doorbell is given a system user of its own, countersign-bell, whom nobody can log in as, and is setuid: a process
of the user whose agent waits can neither end, stop nor trace it. Started without it (nosuid, no_new_privs) it blocks every call.

  --without-user
             leaves that user out: the doorbell runs as whoever starts it
  --dry-run  shows every file that would be written; needs no root
  --json     one JSON object instead of words

Exit code: 0 done, 1 not; then no agent was configured.
`,
  }),
  unlock: {
    summary: 'removes the locked install, and puts back what stood there',
    help: `countersign unlock [AGENT...] [--dry-run] [--json]

Takes Countersign out of the files that only an administrator writes. A file that nobody changed since is put back byte
for byte. Without AGENT the programs in /opt/countersign and the doorbell's user go too; what lies in /etc/countersign stays.

  --dry-run  shows every file that would be changed; needs no root
  --json     one JSON object instead of words

Exit code: 0 done, 1 not.
`,
  },
  ...archiveHelpText,
  export: {
    summary: 'the record for other tools: OCSF events or a table',
    help: `countersign export [--format ocsf|csv] [--since T] [--otlp URL | --dir DIR] [--json]

Prints the entries of the record under $COUNTERSIGN_HOME, oldest first, each as soon as it is read. Every entry is checked to
stand in the chain; one that does not ends the export.

  --format ocsf   one JSON object a line: events of OCSF 1.9.0 (API Activity, Process Activity, Detection Finding). Each has the
                  SHA-256 of its raw line and of the one before, so that it can be held against the record (default)
  --format csv    a table with one line an entry, times in UTC
  --since T       from an entry's number on, or from a time (2026-11-29T10:00:00Z)
  --otlp URL      sends the events to an OpenTelemetry collector instead, by HTTP; it says with which --since to go on
  --dir DIR       a new folder with export.jsonl, the proof that its last line stands in the record (C2SP tlog-proof), and a script
                  in Perl that checks both; so does countersign verify DIR/export.jsonl
  --json          errors as JSON objects, too

Exit code: 0 everything was exported, 1 the chain breaks or the collector did not take it, 2 usage.
`,
  },
  log: (limit: number) => ({
    summary: 'the newest entries of the record',
    help: `countersign log [--limit N] [--json]

Prints the newest entries of the record under $COUNTERSIGN_HOME, newest first, with their number and when they were written, in your time.

  --limit N  how many at most (default: ${limit})
  --json     one JSON object a line, as recorded
`,
  }),
  mcp: {
    summary: 'a gateway in front of an MCP stdio server',
    help: `countersign mcp [--name NAME] -- SERVER...
countersign mcp --list | --connect | --disconnect [FILE...] [--dry-run] [--json]

Starts an MCP stdio server and stands in front of it: everything passes both ways, and each tool call waits for the gate,
as an agent's own tools do. A call that is denied comes back as a result that says why.

  --name NAME   how the server is called in your configuration (default: the name of its program)

The second form changes configuration files: those named, or all that agents and editors are known to read in this
directory and in your home.

  --list        the servers of each file, and which of them are behind the gateway
  --connect     puts the gateway in front of every server that is started as a program, showing the diff
  --disconnect  takes it away; a file that nobody changed since is put back byte for byte
  --dry-run     only shows the change
  --json        one JSON object a file instead of words

Exit code: the server's own; 2 usage, 1 when the server cannot be started. With the second form 0 when every file could be
read and written.
`,
  },
  policy: {
    summary: 'which rules hold and which one speaks; what another policy would have done',
    help: `countersign policy explain [--policy FILE] [--cwd DIR] [--home DIR] [--json] [-- COMMAND...]
countersign policy replay FILE [--limit N] [--json]

explain  prints every line that holds, with its origin: built in, your settings, the team's policy. With a command it
         judges it and prints which rules fitted and which one spoke.
replay   asks a policy about the calls in the record: how many it would have let pass, asked about and forbidden, and
         each one that would have gone another way than it did. Shell commands are judged again as recorded, in the
         directories as they are today and by what you say of places today; everything else by its recorded score, band and targets alone.

  --policy FILE  this policy instead of the one that the repository's team has in force
  --cwd DIR      the directory in which the command would run, and whose team counts (default: this one)
  --home DIR     the home whose configuration is read (default: yours)
  --limit N      the newest N entries of the record (default: 10000)
  --json         one JSON object instead of words

Exit code: 0 done, and for explain with a command 0 the gate would stay out of the way, 10 a person would be asked,
20 denied; 2 usage, 1 any other failure.
`,
  },
  receipt: {
    summary: 'the self-contained proof of one countersigned decision',
    help: `countersign receipt ID [--dir DIR] [--json]

Prints the receipt of a request of this machine (CS-142). Of a countersigned one: the signed request, every signature and the
roster by which they count. Of any other: what the record says of it, each entry with the proof that it stands in the record
(C2SP tlog-proof). Both can be checked years later by countersign verify FILE.

  --dir DIR  writes both into a new directory instead, as files for stock ssh-keygen and for a short script in Perl that lies
             beside them, with the commands that check them
  --json     the receipt as one JSON object (the same without --dir)
`,
  },
  report: {
    summary: 'what happened in a stretch of time, as a document',
    help: `countersign report [--from T] [--to T] [--json]

Prints an incident report from the record as Markdown: what agents asked, with whose rights, what was shown, who agreed or refused and
how they are known, what happened, and how to check all of it. Times in it are UTC.

  --from T  the first moment (2026-11-29T10:00:00Z; default: the first entry)
  --to T    the last one (default: now)
  --json    one JSON object: the numbers of the entries that belong to each part, and the document
`,
  },
  restore: {
    summary: 'lists the copies that were kept of what approved calls took, or brings one back',
    help: `countersign restore [--json]
countersign restore ID [--into DIR] [--replace] [--json]

Without an ID: what is kept, the newest first. With one: the files, links and modes as they were before that call, byte for
byte. Nothing is written where another file stands in the way, or where the way leads through a link.

  --into DIR  brings them back below DIR instead of where they were
  --replace   replaces what stands in the way; that is kept too, under an ID of its own
  --json      JSON instead of words

Copies are kept for 14 days in the home of Countersign, readable by you alone.

Exit code: 0 brought back or listed, 1 not, 2 usage.
`,
  },
  retention: {
    summary: 'for how long the record is kept, what was let go, and legal holds',
    help: `countersign retention [--now] [--json]
countersign retention --hold REASON | --release REASON

Says for how long entries are kept (the setting countersign.record.keepMonths: 6 months, or more), what was let go, and what is old
enough to go. Whole oldest segments go, never the one that is written to; their hashes stay, so that verify and every proof still
hold, and the record says what went. A legal hold keeps everything until a person ends it.

  --now             lets go now what is old enough, as a window does once a day
  --hold REASON     begins a legal hold; a person at a terminal says yes to it
  --release REASON  ends it; likewise
  --json            one JSON object instead of words
`,
  },
  erase: {
    summary: 'erases stored cards and copies of requests; the record stays and says so',
    help: `countersign erase ID… --ground TEXT [--json]
countersign erase --from T --to T --ground TEXT [--json]

Erases what lies beside the record of these requests, or of all that were made in a stretch of time: each card as it was shown, with the
whole call, and the copies that were kept of what it took. The record keeps its entries, which have the call on one line without its
secrets and digests of the rest, so that chain, tree, receipts and verify hold; an entry says what was erased, by whom, and why.

  --ground TEXT    why; it stands in the record
  --from, --to T   like 2026-11-29 or 2026-11-29T10:00:00Z, in place of IDs
  --json           one JSON object instead of words

A person at a terminal says yes to it. While a legal hold stands, nothing is erased; nor are requests that can still be answered or run.

Exit code: 0 erased, 1 not, 2 usage.
`,
  },
  requests: {
    summary: 'what other persons ask your countersignature for',
    help: `countersign requests [--accept DIGEST | --forget-team FOLDER] [--json]

Lists the open requests of the team whose repository this directory belongs to, as verified here: by your own copy of
the team's policy and roster, judged by your own engine. Messages that are no request by the team are named as such.

  --accept DIGEST  accepts the team's policy that was found, once: compare the digest with your team before. A person at a
                   terminal says it; the record has who
  --forget-team FOLDER  lets go of the team that this folder had, where its repository is gone or is another one now; it
                   stays in force until then. A person at a terminal says it, by the folder's whole name
  --json           one JSON object a line
`,
  },
  show: {
    summary: 'one request as its card, from the signed bytes',
    help: `countersign show ID [--json]

Prints a request as this machine verified it: the call, what it would change, why it is risky, what it stands on, and
what your own engine and policy say. ID is the one that requests prints, or the beginning of it.

  --json  one JSON object, with the signed statement
`,
  },
  places: {
    summary: 'what you have said of places: lists it, says it, takes it back',
    help: `countersign places [list] [--json]
countersign places set SYSTEM NAME ENVIRONMENT [--json]
countersign places forget SYSTEM NAME [--json]

A place is what a call goes to: a cluster, an account, a database's host, a project, an app. A held card asks what it is where
nothing shows it; here you can say it beforehand. SYSTEM is what check calls it (kubernetes, aws, postgres, fly), NAME
the context, profile, host, project or app, ENVIRONMENT production, staging or development.

What you say is recorded, and holds for you on this machine. It is bound to what NAME stands for now (its account, server or
host): once that is another, only "production" still counts. Whatever is stricter wins, your team's policy too, and where
that wants a second person your word changes nothing. set and forget need a person at a terminal; an agent that runs
them is asked about as a change to what supervises it.

  --json  one JSON object instead of words

Exit code: 0 done, 2 usage, 1 any other failure.
`,
  },
  uninstall: {
    summary: 'disconnects every agent of this user and removes the doorbell; the record stays',
    help: `countersign uninstall [--json]

Disconnects every agent in the user's own configuration, takes the gateway from in front of MCP servers, then removes
the doorbell from $COUNTERSIGN_HOME. The record and the requests stay. While an editor window with Countersign is open, nothing is removed.

  --json  one JSON object instead of words
`,
  },
  verify: {
    summary: 'checks that the record is whole: no entry changed, removed or put in',
    help: `countersign verify [FILE...|ARCHIVE|EXPORT] [--checkpoint LINE|FILE] [--roster FILE] [--json]
countersign verify RECEIPT --require countersigned|confirmed (--roster FILE | --pinned) [--policy DIGEST] [--target GLOB]
                   [--command-digest D] [--max-age MIN] [--once STORE] [--json]
countersign verify --witness REMOTE

Checks the hash chain of the record under $COUNTERSIGN_HOME, or of the segment files named, oldest first: it finds any entry
that was changed, removed or put in. Then it holds the record against everybody who has seen it, and names the first entry
that is missing or another. Whoever owns the account can rewrite the whole record; only a witness elsewhere shows that.
Without one, keep the line that is printed: it is a checkpoint, the record's name, size and root.

  --witness REMOTE        lets a git remote of yours keep the record's checkpoints from now on; a person at a terminal says so
  --checkpoint LINE|FILE  such a line, or a file of them, or a signed note (C2SP tlog-checkpoint)

A FILE that is a receipt is checked as one: every signature, who signed, and whether they suffice. A folder is checked as an
archive of countersign collect: every entry, tile, checkpoint and signature in it. What countersign export wrote is held line by line
against the record on this machine where it is that one's, and against the proof beside it: what was changed, is missing, was
added or moved is named by its line. --checkpoint then says whether the proof is of what was kept.

  --roster FILE  the allowed_signers by which a receipt must hold (default: the one accepted for this directory's
                 repository, else the one that the receipt carries)
  --json  one JSON object instead of words

The second form is what stands before a credential. Only what a key of the roster has signed is believed.

  --require countersigned  enough other persons have signed; confirmed: the requester has, and nobody refused
  --pinned            the roster and the policy accepted for this directory's repository
  --policy DIGEST     the policy and roster that both sides signed under
  --target GLOB       a target of the call: name, account, system:name or system:account
  --command-digest D  SHA-256 of the command's bytes, or the call's digest as the record has it
  --max-age MIN       minutes since the last signature that was needed
  --once STORE        a folder (made where there is nothing) or a file that remembers each receipt: it passes once

Exit code: 0 it holds, 30 a break-glass that holds otherwise, 1 it does not or cannot be read, 2 usage.
`,
  },
};
