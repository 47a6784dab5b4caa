/** A request that gives up. */
const PATIENCE_MS = 20000;

/**
 * Ask the server and take the whole answer in.
 * @param {string} address
 * @param {RequestInit} options
 * @returns {Promise<{ response: Response, body: string } | null>} null where none came, or only half of one
 */
export async function request(address, options) {
  try {
    const response = await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    return { response, body: await response.text() };
  } catch (error) {
    // What fetch says of every fault of the network, of a patience that ended, and of an answer cut short.
    if (error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}
