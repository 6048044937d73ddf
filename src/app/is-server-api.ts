/** Whether the server that the page comes from answers the API's routes itself. */
export function isServerApi(): boolean {
  return document.querySelector('meta[name="triptych-api"][content="server"]') !== null;
}
