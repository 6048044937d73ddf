/** "owner/SmolLM2-135M-ONNX" is "SmolLM2 135M". */
export function titleOfRepository(repository: string): string {
  const name = repository.split('/').at(-1) ?? repository;
  return name.replace(/-ONNX$/i, '').replaceAll('-', ' ');
}
