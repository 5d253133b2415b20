import type { Checkpoint } from './checkpoint/checkpoint.js';
import { isTooEarly, type LetGo } from './retention.js';
import { sameHash } from './tree/hashes.js';

/** What a record was when it had some number of entries. */
export interface RecordMark {
  readonly root: Uint8Array;
  /** SHA-256, hex, of the last raw line then; undefined where that line was let go. */
  readonly head?: string;
  /** When the entry behind was written, where there is one; Unix milliseconds. */
  readonly next?: number;
}

/**
 * Who has seen a record. `own`: this home's own last checkpoint, which is no witness: whoever rewrites the record can sign another.
 * `kept`: a line that somebody kept. `person`: a countersigner. `remote`: a branch of a git remote. `archive`: an archive's cosignature.
 */
export interface Witness {
  readonly kind: 'own' | 'kept' | 'person' | 'remote' | 'archive';
  /** The person, the remote, the file. */
  readonly name: string;
}

/** How far somebody has seen a record: its root, or the hash of its last line. */
export interface Sighting {
  readonly witness: Witness;
  readonly size: number;
  /** Absent where only the head was seen. */
  readonly checkpoint?: Checkpoint;
  readonly head?: string;
  /** When, by the witness's own word; Unix milliseconds. */
  readonly at?: number;
  /** When its file was written, where nothing better is known: a time that whoever has the account can set. */
  readonly written?: number;
}

/**
 * `shorter`: entries that were seen are not there. `differs`: others are. `other-record`: the record has another name now. `let-go`: what
 * was seen was let go since, and only the hash of its last line was seen. `early`: so soon that the record was not kept as it says.
 */
export interface SightingStanding {
  readonly sighting: Sighting;
  readonly standing: 'agrees' | 'shorter' | 'differs' | 'other-record' | 'let-go' | 'early';
}

/** True for what does not fit the record. */
export function isAgainst({ standing }: SightingStanding): boolean {
  return standing !== 'agrees' && standing !== 'let-go';
}

/** Of each witness what tells most: where it stands against the record, the first sighting that does; else the last one. */
export function tellingSightings(report: WitnessReport): readonly SightingStanding[] {
  const telling = new Map<string, SightingStanding>();
  for (const one of report.sightings) {
    const { witness, size } = one.sighting;
    const name = `${witness.kind} ${witness.name}`;
    const known = telling.get(name);
    const isWrong = isAgainst(one);
    const wasWrong = known !== undefined && isAgainst(known);
    const before = known?.sighting.size ?? 0;
    const tellsMore = isWrong === wasWrong ? (isWrong ? size < before : size > before) : isWrong;
    if (known === undefined || tellsMore) telling.set(name, one);
  }
  return [...telling.values()];
}

export interface WitnessReport {
  readonly sightings: readonly SightingStanding[];
  /** How many entries, from the first on, are as a witness saw them. */
  readonly agreedTo: number;
  /** Whether anybody but this home has seen the record. */
  readonly isWitnessed: boolean;
  /** How many entries stand behind the last that a witness has seen. */
  readonly unwitnessed: number;
  /** When the first of these was written; Unix milliseconds. */
  readonly since?: number;
}

/** Holds a record against everybody who has seen it. `origin`: its name by this home's key, where there is one. */
export function compareSightings(
  sightings: readonly Sighting[],
  record: {
    readonly size: number;
    readonly origin: string | undefined;
    readonly marks: ReadonlyMap<number, RecordMark>;
    readonly letGo?: LetGo | undefined;
  },
): WitnessReport {
  const compared = sightings.map(
    (sighting): SightingStanding => ({
      sighting,
      standing: standingOf(sighting, record),
    }),
  );
  const byOthers = compared.filter(
    ({ sighting, standing }) => standing === 'agrees' && sighting.witness.kind !== 'own',
  );
  const witnessedTo = Math.max(0, ...byOthers.map(({ sighting }) => sighting.size));
  const since = record.marks.get(witnessedTo)?.next;
  return {
    sightings: compared,
    // What this home says of a record that was rewritten is of what stands there now.
    agreedTo: witnessedTo,
    isWitnessed: byOthers.length > 0,
    unwitnessed: record.size - witnessedTo,
    ...(since === undefined ? {} : { since }),
  };
}

function standingOf(
  sighting: Sighting,
  record: Parameters<typeof compareSightings>[1],
): SightingStanding['standing'] {
  const { checkpoint, size, head } = sighting;
  if (checkpoint && record.origin !== undefined && checkpoint.origin !== record.origin) return 'other-record';
  if (size > record.size) return 'shorter';
  const mark = record.marks.get(size);
  if (mark === undefined) return 'differs';
  const isRoot = checkpoint === undefined || sameHash(checkpoint.root, mark.root);
  const isHead = head === undefined || mark.head === undefined || head === mark.head;
  if (!isRoot || !isHead) return 'differs';
  if (record.letGo && isTooEarly(record.letGo, sighting)) return 'early';
  return checkpoint === undefined && mark.head === undefined ? 'let-go' : 'agrees';
}
