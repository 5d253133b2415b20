/** The views of the manifest by their ids: whoever leads there needs no more of a view than that. */
export const agentsViewId = 'countersign.agents';
export const recordViewId = 'countersign.record';
export const pendingViewId = 'countersign.pending';
export const peersViewId = 'countersign.peers';
