import { inertLine } from '../core/shared/inert.js';
import type { HookAnswer } from './claude-hook.js';
import type { Ended } from './shell.js';
import type { Step } from './story.js';

/** Where the drill's lines go; a terminal of the editor or standard output. */
export interface Paper {
  line(text: string): void;
}

/** Lines of a tool's output that are shown; the rest is counted. */
const shownLines = 12;

/** Everything the drill says. Text from tools and hooks is shown without control characters. */
export class Transcript {
  constructor(
    private readonly paper: Paper,
    private readonly coloured: boolean,
  ) {}

  opening(task: string, workspace: string): void {
    this.paper.line(this.bold('Countersign drill: December 2025, replayed'));
    this.paper.line(
      'A scripted agent works on an invented service. No model, no account, no network: aws, eb,',
    );
    this.paper.line(
      'terraform, kubectl and their like are stand-ins that only write down what they were called with.',
    );
    this.paper.line('');
    this.row('folder', workspace);
    this.row('task', task);
  }

  attempt(step: Step): void {
    this.paper.line('');
    this.row('agent', step.says);
    this.row('tool', this.bold(callOf(step)));
  }

  waiting(): void {
    this.row(
      'gate',
      this.yellow('held. Open Pending in the Countersign sidebar, read the card, and decide.'),
    );
  }

  answer(answer: HookAnswer): void {
    switch (answer.kind) {
      case 'no-opinion':
        this.row('gate', 'no opinion: the agent goes on');
        return;
      case 'allow':
        this.row('gate', this.green('allowed'));
        break;
      case 'blocked':
        this.row('gate', this.red('denied'));
        break;
    }
    const [first, ...more] = answer.reason.split(/\r?\n/);
    if (first) this.row('told', inertLine(first));
    for (const line of more) this.row('', inertLine(line));
  }

  output(ended: Ended): void {
    const lines = `${ended.stdout}${ended.stderr}`.trimEnd().split(/\r?\n/).map(inertLine);
    for (const line of lines.slice(0, shownLines)) if (line !== '') this.row('', this.dim(line));
    if (lines.length > shownLines) this.row('', this.dim(`${lines.length - shownLines} more lines`));
  }

  standInCalls(calls: readonly string[]): void {
    this.paper.line('');
    this.paper.line(this.bold('What the stand-ins were called with'));
    if (calls.length === 0) this.row('', 'Nothing: no stand-in was called.');
    for (const call of calls) this.row('', inertLine(call));
  }

  record(rows: readonly string[] | undefined): void {
    this.paper.line('');
    this.paper.line(this.bold('What the record says about this session'));
    if (rows === undefined) this.row('', 'The record could not be read. Run: countersign log');
    for (const row of rows ?? []) this.row('', inertLine(row));
  }

  /** What whoever looks into it later would read. */
  report(document: string | undefined): void {
    this.paper.line('');
    this.paper.line(this.bold('What an incident report says of it: countersign report'));
    if (document === undefined) this.row('', 'It could not be written. Run: countersign report');
    for (const line of (document ?? '').trimEnd().split('\n')) this.row('', inertLine(line));
  }

  brokenOff(): void {
    this.paper.line('');
    this.paper.line(this.red('The drill ends here: expected this harmless call to pass, got a denial.'));
  }

  closing(): void {
    this.paper.line('');
    this.paper.line('End of the drill. Nothing real was touched. Run it again to decide differently.');
  }

  private row(label: string, text: string): void {
    this.paper.line(`${this.dim(label.padEnd(7))}${text}`);
  }

  private bold(text: string): string {
    return this.style('1', text);
  }

  private dim(text: string): string {
    return this.style('2', text);
  }

  private red(text: string): string {
    return this.style('31', text);
  }

  private green(text: string): string {
    return this.style('32', text);
  }

  private yellow(text: string): string {
    return this.style('33', text);
  }

  private style(code: string, text: string): string {
    return this.coloured && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function callOf(step: Step): string {
  return step.tool === 'Bash' ? step.command : `${step.tool} ${step.path}`;
}
