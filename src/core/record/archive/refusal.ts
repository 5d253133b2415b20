/**
 * Why an archive does not take what came as a part of a record. `fork`: another entry stands there already; `other-person`: the record
 * came from somebody else before; `not-signed`: the checkpoint is not the record's own; `root`: it is not over these entries;
 * `too-many-records`: one person sends more records than a person has. The others say where the chain breaks.
 */
export interface BatchRefusal {
  readonly code:
    | 'no-batch'
    | 'not-signed'
    | 'other-person'
    | 'too-many-records'
    | 'too-long'
    | 'fork'
    | 'root'
    | 'not-an-entry'
    | 'wrong-sequence'
    | 'wrong-previous';
  /** The record's name; empty where it is not known. */
  readonly origin: string;
  /** Who sent it, as the carrier says; empty where it does not. */
  readonly person: string;
  /** The first bad entry's number. */
  readonly seq: number;
  readonly expected: string;
  readonly got: string;
}
