import type { HereDoc, Redirection as RedirectionNode } from 'unbash';
import type { Span } from '../shared/span.js';
import { expandParts, expandToOne } from './expand.js';
import type { Redirection, Value } from './invocation.js';
import type { ExecutionContext, Machine, ReaderOutcome } from './machine.js';
import { Stream } from './stream.js';
import { concat, isKnown, known, opaque } from './value.js';

/** bash's own connections: a path that is none. */
const connection = /^\/dev\/(?:tcp|udp)\/([^/]{1,253})\/([^/]{1,40})$/;

/** Where standard output goes. */
type Destination =
  | { readonly kind: 'on' }
  | { readonly kind: 'away' }
  | { readonly kind: 'file'; readonly path: Value; readonly append: boolean; readonly span: Span };

export interface Redirected {
  /** The place with its new standard input. */
  readonly place: ExecutionContext;
  readonly redirections: readonly Redirection[];
  readonly destination: Destination;
}

/** Opens what the shell opens for a command. */
export function applyRedirects(
  nodes: readonly RedirectionNode[],
  place: ExecutionContext,
  machine: Machine,
): Redirected {
  let input = place.input;
  let destination: Destination = { kind: 'on' };
  const redirections: Redirection[] = [];
  /** What is read under a number: standard input's, or another's, by which a program may be given it as a file. */
  const feed = (number: number | undefined, value: Value): void => {
    if (number === undefined || number === 0) input = new Stream(value);
    else machine.disk.write(`/dev/fd/${number}`, value, false);
  };
  for (const node of nodes) {
    const opened = descriptorOf(node.descriptor);
    if (node.type === 'HereDoc') {
      feed(opened, hereDocument(node, place, machine));
      continue;
    }
    const target = node.target === undefined ? opaque('syntax') : expandToOne(node.target, place, machine);
    if (node.type === 'HereString') {
      feed(opened, concat([target, known('\n')]));
      continue;
    }
    const toOutput = opened === undefined || opened === 1;
    if (opened !== undefined && opened > 2 && connection.test(target.text))
      place.scope.connections.set(opened, target);
    if (node.operator === '<' || node.operator === '<>') {
      redirections.push({ mode: node.operator === '<' ? 'read' : 'write', path: target });
      feed(opened, contentOf(target, place, machine));
      continue;
    }
    if (node.operator === '<&') {
      const from = /^(\d+)-?$/.exec(target.text)?.[1];
      if (from === undefined) {
        if (target.text !== '-') feed(opened, opaque('input'));
      } else if (Number(from) > 2) feed(opened, machine.disk.content(`/dev/fd/${from}`) ?? opaque('input'));
      else if (opened !== undefined && opened > 2 && from === '0' && input !== undefined)
        feed(opened, input.rest());
      continue;
    }
    if (node.operator === '>&' && /^(?:\d+|-|\d+-)$/.test(target.text)) {
      const far = place.scope.connections.get(Number(target.text));
      if (toOutput && far !== undefined)
        destination = { kind: 'file', path: far, append: true, span: spanOf(node, place) };
      else if (toOutput && target.text !== '1') destination = { kind: 'away' };
      continue;
    }
    const append = node.operator === '>>' || node.operator === '&>>';
    redirections.push({ mode: append ? 'append' : 'write', path: target });
    if (toOutput || node.operator.startsWith('&'))
      destination = { kind: 'file', path: target, append, span: spanOf(node, place) };
  }
  return { place: input === place.input ? place : { ...place, input }, redirections, destination };
}

function spanOf(node: { readonly pos: number; readonly end: number }, place: ExecutionContext): Span {
  return place.source.locate(node.pos, node.end);
}

function descriptorOf(descriptor: RedirectionNode['descriptor']): number | undefined {
  if (descriptor === undefined) return undefined;
  return descriptor.type === 'FileDescriptor' ? descriptor.value : -1;
}

function hereDocument(node: HereDoc, place: ExecutionContext, machine: Machine): Value {
  const { body } = node;
  const span = place.source.locate(body.pos, body.end);
  if (body.parts === undefined) return known(strip(body.text, node), span);
  const value = expandParts(body.parts, place, machine, span);
  return node.operator === '<<-' ? { ...value, text: strip(value.text, node) } : value;
}

function strip(text: string, node: HereDoc): string {
  return node.operator === '<<-' ? text.replace(/^\t+/gm, '') : text;
}

/** A file that becomes standard input. */
export function contentOf(path: Value, place: ExecutionContext, machine: Machine): Value {
  if (path.text === '/dev/null') return known('');
  const absolute = isKnown(path) ? machine.resolve(path.text, place) : undefined;
  if (absolute === undefined) return opaque('input');
  if (place.frame.elsewhere !== undefined && !machine.disk.wasWritten(absolute)) return opaque('input');
  return machine.disk.content(absolute) ?? opaque('input');
}

/** Sends the output where it goes: kept, lost, or into a file that later commands may run. */
export function deliver(outcome: ReaderOutcome, redirected: Redirected, machine: Machine): ReaderOutcome {
  const { destination, place } = redirected;
  if (destination.kind === 'on') return outcome;
  if (destination.kind === 'file' && isKnown(destination.path)) {
    const far = connection.exec(destination.path.text);
    if (far !== null) send(far.slice(1), outcome.output, destination.span, place, machine);
    const path = machine.resolve(destination.path.text, place);
    if (path === '/dev/stdout') return outcome;
    if (path !== undefined && path !== '/dev/null')
      machine.disk.write(path, outcome.output, destination.append);
  }
  return { ...outcome, output: known('') };
}

/** Text that the shell sends to a far end, as the `nc` that it amounts to. */
function send(
  address: readonly string[],
  text: Value,
  span: Span,
  place: ExecutionContext,
  machine: Machine,
): void {
  machine.emit({
    program: 'nc',
    argv: ['nc', ...address].map((word) => known(word)),
    place: { ...place, input: new Stream(text) },
    redirections: [],
    span,
  });
}

/** Redirections of no program in particular: `> file`, `{ …; } > file`. */
export function reportBare(
  redirected: Redirected,
  place: ExecutionContext,
  machine: Machine,
  span: Span,
): void {
  if (redirected.redirections.length === 0) return;
  machine.emit({
    program: ':',
    argv: [known(':', span)],
    place,
    redirections: redirected.redirections,
    span,
  });
}
