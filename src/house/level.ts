import { levelHere } from '../agents/level-here.js';
import { lockDisk } from '../node/agents/lock-disk.js';

export const levelOfCaller = levelHere(lockDisk);
