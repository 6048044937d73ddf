/** A setting: what it is, what it means, and its control. */
export function Row({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children: React.ReactNode;
}) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 py-5">
      <div>
        <h2 className="font-medium">{title}</h2>
        <p className="max-w-[65ch] text-sm text-soft">{text}</p>
      </div>
      <div>{children}</div>
    </section>
  );
}
