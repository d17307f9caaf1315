/* A part of JupyterLab, Notebook and JupyterLite: what lives only as long as its kernel is left out of a saved
 * notebook. It touches the outputs that mlsys_course.widgets.face has marked, and nothing else: what somebody made
 * themselves is saved as it is. On the page the view stays.
 *
 * Written as JupyterLab loads it: a container with get and init. It needs no other package, so nothing is built.
 */
(() => {
  const isLive = output => output?.metadata?.mlsys_course === "live";

  const withoutLiveViews = notebook => ({
    ...notebook,
    cells: notebook.cells.map(cell =>
      cell.outputs?.some(isLive) ? { ...cell, outputs: cell.outputs.filter(one => !isLive(one)) } : cell
    ),
  });

  const plugin = {
    id: "mlsys-course:saving",
    description: "Leaves what lives only as long as its kernel out of saved notebooks.",
    autoStart: true,
    activate: app => {
      app.docRegistry.addWidgetExtension("Notebook", {
        createNew: (_, { model }) => {
          const whole = model.toJSON.bind(model);
          model.toJSON = () => withoutLiveViews(whole());
        },
      });
    },
  };

  const container = {
    init: () => {},
    get: async name => {
      if (name !== "./extension") {
        throw new Error(`mlsys-course has ./extension and no ${name}.`);
      }
      return () => ({ __esModule: true, default: plugin });
    },
  };
  (window._JUPYTERLAB ??= {})["mlsys-course"] = container;
})();
