/**
 * Says for which other site a window of the studio asks. Pages of this origin alone can set it: no
 * request of another one passes through the service worker.
 */
export const SITE_HEADER = 'x-triptych-site';
