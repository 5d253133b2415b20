import type { Ground } from '../core/approval/ground.js';
import type { Change } from '../core/change/change.js';
import type { Foreseen } from '../core/change/change-of.js';
import type { PlannedLook } from '../core/change/look/look.js';
import type { CredentialMarks } from '../core/record/credential-marks.js';
import { type Assessment, bands, type Finding } from '../core/risk/assessment.js';
import type { ForeignHook } from '../core/risk/foreign-hooks.js';
import type { Target } from '../core/target/target.js';
import { type Effect, verbs } from '../core/tool/effect.js';
import type { KeptShell } from '../ports/judge.js';
import type { FromWorker } from './messages.js';

/** What comes from the engine's thread: it is ours, yet it may have gone wrong in any way. */
export function isFromWorker(value: unknown): value is FromWorker {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'ready' || value['kind'] === 'loading') return true;
  return (value['kind'] === 'answer' || value['kind'] === 'broke') && typeof value['id'] === 'number';
}

export function isAssessment(value: unknown): value is Assessment {
  return (
    isRecord(value) &&
    isScore(value['score']) &&
    isOneOf(bands, value['band']) &&
    typeof value['vector'] === 'string' &&
    isList(value['targets'], isTarget) &&
    isList(value['effects'], isEffect) &&
    isList(value['findings'], isFinding) &&
    isList(value['safer'], isText)
  );
}

export function isShellOrNone(value: unknown): value is KeptShell | undefined {
  if (value === undefined) return true;
  return isRecord(value) && typeof value['id'] === 'number' && isOptional(value['cwd'], isText);
}

export function isForeseen(value: unknown): value is Foreseen {
  return (
    isRecord(value) &&
    isChange(value['change']) &&
    isOptional(value['copyable'], isCopyable) &&
    isOptional(value['looks'], (looks) => isList(looks, isText))
  );
}

export function isLooks(value: unknown): value is readonly PlannedLook[] {
  return isList(
    value,
    (one) =>
      isRecord(one) &&
      isRecord(one['look']) &&
      isText(one['look']['program']) &&
      isList(one['effects'], Number.isInteger),
  );
}

export function isChangeOrNone(value: unknown): value is Change | undefined {
  return value === undefined || isChange(value);
}

function isCopyable(value: unknown): boolean {
  return (
    isRecord(value) &&
    isList(value['paths'], isText) &&
    typeof value['files'] === 'number' &&
    typeof value['bytes'] === 'number' &&
    typeof value['fits'] === 'boolean'
  );
}

function isChange(value: unknown): value is Change {
  return (
    isRecord(value) &&
    isList(value['items'], isItem) &&
    isList(value['sources'], isText) &&
    isOptional(value['unknown'], isListOfRecords) &&
    isOptional(value['undo'], isListOfRecords) &&
    isOptional(value['looked'], isListOfRecords)
  );
}

export function isHooks(value: unknown): value is readonly ForeignHook[] {
  return isList(value, isHook);
}

export function isGround(value: unknown): value is Ground {
  return (
    isRecord(value) &&
    isText(value['cwd']) &&
    isList(value['programs'], isHashed) &&
    isList(value['files'], isHashed) &&
    isRecord(value['environment']) &&
    isText(value['environment']['digest']) &&
    isList(value['environment']['names'], isText) &&
    isList(value['unread'], isText)
  );
}

export function areMarks(value: unknown): value is CredentialMarks {
  return (
    isRecord(value) &&
    isList(value['used'], isText) &&
    isList(value['read'], (one) => isRecord(one) && isText(one['file']) && isList(one['marks'], isText))
  );
}

function isTarget(value: unknown): value is Target {
  return (
    isRecord(value) &&
    isText(value['system']) &&
    isText(value['name']) &&
    isText(value['environment']) &&
    typeof value['confidence'] === 'number' &&
    Array.isArray(value['evidence'])
  );
}

function isEffect(value: unknown): value is Effect {
  return (
    isRecord(value) &&
    isOneOf(verbs, value['verb']) &&
    isText(value['resource']) &&
    isTarget(value['target']) &&
    isList(value['argv'], isText) &&
    isList(value['via'], isText) &&
    isList(value['opaque'], isText) &&
    isList(value['traits'], isText) &&
    Array.isArray(value['span']) &&
    (typeof value['reach'] === 'number' || value['reach'] === 'uncountable')
  );
}

function isFinding(value: unknown): value is Finding {
  return (
    isRecord(value) &&
    isText(value['id']) &&
    isText(value['term']) &&
    typeof value['weight'] === 'number' &&
    isRecord(value['data'])
  );
}

function isListOfRecords(value: unknown): boolean {
  return isList(value, isRecord);
}

function isItem(value: unknown): boolean {
  return isRecord(value) && (value['kind'] === 'file' || value['kind'] === 'object');
}

function isHook(value: unknown): value is ForeignHook {
  return (
    isRecord(value) && isText(value['file']) && typeof value['line'] === 'number' && isText(value['sha256'])
  );
}

function isHashed(value: unknown): boolean {
  return isRecord(value) && isText(value['path']) && isText(value['sha256']);
}

function isScore(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isList(value: unknown, of: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(of);
}

function isOptional(value: unknown, of: (one: unknown) => boolean): boolean {
  return value === undefined || of(value);
}

function isOneOf(known: readonly string[], value: unknown): boolean {
  return isText(value) && known.includes(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
