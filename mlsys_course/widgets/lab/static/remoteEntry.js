/* A part of JupyterLab, Notebook and JupyterLite. It touches what mlsys_course has marked, and nothing else.
 *
 * What lives only as long as its kernel is left out of a saved notebook: the outputs that mlsys_course.widgets.face
 * has marked. What somebody made themselves is saved as it is. On the page the view stays.
 *
 * A click and an Enter carry what stands in the fields beside them, those that mlsys_course.widgets.fields has
 * marked: a kernel may handle two messages in any order.
 *
 * In JupyterLite the kernel is told which notebook it runs, as Jupyter tells every kernel in its environment.
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

  const saving = {
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

  let shared;
  const IN_ORDER = "mlsys-in-order";

  /* ipywidgets holds a value back as long as the kernel has not answered to the one before, counting in
   * _pending_msgs, and holds no click back. Here nothing ever counts as unanswered. */
  const inOrder = WidgetModel => {
    const sync = WidgetModel.prototype.sync;
    WidgetModel.prototype.sync = function (...given) {
      if (this.get("_dom_classes")?.includes(IN_ORDER)) {
        Object.defineProperty(this, "_pending_msgs", { get: () => 0, set: () => {}, configurable: true });
      }
      return sync.apply(this, given);
    };
  };

  /* What the page shows in the marked fields around an element, each under the id that its class ends in. */
  const BOX = "mlsys-box-";
  const standing = element => {
    const around = element.closest(".mlsys-live") ?? document;
    const fields = [...around.querySelectorAll(`.${IN_ORDER}`)].map(field => [
      [...field.classList].find(name => name.startsWith(BOX))?.slice(BOX.length),
      field.querySelector("input, select, textarea"),
    ]);
    return Object.fromEntries(
      fields
        .filter(([id, shown]) => id && shown)
        .map(([id, shown]) => [id, shown.tagName === "SELECT" ? shown.selectedIndex : shown.value])
    );
  };

  const carrying = WidgetView => {
    const send = WidgetView.prototype.send;
    WidgetView.prototype.send = function (content, ...given) {
      const pressed = content?.event === "click" || content?.event === "submit";
      const whole = pressed && this.el ? { ...content, standing: standing(this.el) } : content;
      return send.call(this, whole, ...given);
    };
  };

  const typing = {
    id: "mlsys-course:typing",
    description: "Has a click and an Enter carry what is typed and chosen.",
    autoStart: true,
    activate: async () => {
      for (const { get } of Object.values(shared?.["@jupyter-widgets/base"] ?? {})) {
        const { WidgetModel, WidgetView } = (await get())();
        inOrder(WidgetModel);
        carrying(WidgetView);
      }
    },
  };

  const whichNotebook = path => `
import os, sys
if sys.platform == "emscripten":
    os.environ["JPY_SESSION_NAME"] = ${JSON.stringify(`/drive/${path}`)}
del os, sys
`;

  const naming = {
    id: "mlsys-course:naming",
    description: "Tells a kernel in the browser which notebook it runs.",
    autoStart: true,
    activate: app => {
      app.docRegistry.addWidgetExtension("Notebook", {
        createNew: (_, context) => {
          let told = false;
          const tell = () => {
            const kernel = context.sessionContext.session?.kernel;
            if (kernel && !told) {
              told = true;
              kernel.requestExecute({ code: whichNotebook(context.localPath), silent: true, store_history: false });
            }
          };
          const again = () => {
            told = false;
            tell();
          };
          context.pathChanged.connect(again);
          context.sessionContext.kernelChanged.connect(again);
          context.sessionContext.statusChanged.connect((_, status) => {
            if (status === "restarting" || status === "autorestarting") {
              told = false;
            } else if (status === "idle") {
              tell();
            }
          });
        },
      });
    },
  };

  const container = {
    init: scope => {
      shared = scope;
    },
    get: async name => {
      if (name !== "./extension") {
        throw new Error(`mlsys-course has ./extension and no ${name}.`);
      }
      return () => ({ __esModule: true, default: [saving, typing, naming] });
    },
  };
  (window._JUPYTERLAB ??= {})["mlsys-course"] = container;
})();
