// Runs on a thread of its own inside a function's process, so that it acts while the function spins, leaks or sleeps in
// `execSync`. It ends the whole process group when the resident memory passes its limit (Buffers ignore the heap limit)
// and when the server is gone, however that died.
import { workerData } from "node:worker_threads";

const { parentPid, memoryLimitBytes, intervalMs } = workerData;

const endGroup = () => {
  try {
    process.kill(-process.pid, "SIGKILL");
  } finally {
    process.kill(process.pid, "SIGKILL");
  }
};

setInterval(() => {
  if (process.memoryUsage.rss() > memoryLimitBytes || process.ppid !== parentPid) endGroup();
}, intervalMs);
