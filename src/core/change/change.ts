/** What a call would change, as a view-model. Text in it is data. */
export interface Change {
  /** In the order to show: deletions before creations. Empty when nothing can be shown. */
  readonly items: readonly ChangeItem[];
  /** Where it was read: `terraform.tfstate`, `disk`, the tool's table. Empty when there is no preview. */
  readonly sources: readonly string[];
  /** Why there is no (complete) preview; it then adds to the score's opacity. */
  readonly gap?: 'not-previewable' | 'too-large' | 'unreadable' | 'opaque';
}

export type ChangeItem =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly kind: 'object';
      readonly sign: 'deleted' | 'created' | 'changed' | 'stopped';
      /** What it is, in the tool's noun: `load balancer`, `instances`, `directory`. */
      readonly noun: string;
      /** What people call it; `new` for what is created and has no name yet. */
      readonly name: string;
      /** How many, when more than one. */
      readonly count?: number;
      /**
       * `data-lost` when deleting it loses data that re-creating does not bring back; `empty` when what is created
       * starts without the data of what it replaces.
       */
      readonly consequence?: 'data-lost' | 'untracked' | 'committed' | 'recoverable' | 'empty';
    };
