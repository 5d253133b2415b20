/** The engine's bundle: judging, and the ring without a window, which a doorbell would otherwise load beside it. */
export { createJudge, serve, warm, worldsHere } from '../engine/engine.js';
export { ringOffline } from './ring-offline.js';
