package org.elasticsearch.plugins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.elasticsearch.Build;
import org.elasticsearch.action.admin.cluster.node.info.PluginsAndModules;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.spi.SPIClassIterator;

/** Plugins from the class path in place of those in the folders `modules` and `plugins`. It lies
 * in this package because a loaded plugin can be made only here. */
public class ListedPlugins extends PluginsService {
    private final List<LoadedPlugin> listed = new ArrayList<>();

    public ListedPlugins(
        Environment environment, PluginsLoader loader, List<Class<? extends Plugin>> classes) {
        super(environment.settings(), environment.configDir(), loader);
        for (Class<? extends Plugin> one : classes) {
            var plugin = loadPlugin(one, environment.settings(), environment.configDir());
            listed.add(new LoadedPlugin(described(one), plugin, one.getClassLoader()));
        }
        loadExtensions(listed);
    }

    private static PluginDescriptor described(Class<? extends Plugin> one) {
        return new PluginDescriptor(
            one.getSimpleName(), "from the class path", "1", Build.current().version(), "17",
            one.getName(), null, List.of(), false, false, false, false);
    }

    /** Asked for once before the list is made. */
    @Override
    protected List<LoadedPlugin> plugins() {
        return listed == null ? List.of() : listed;
    }

    @Override
    public PluginsAndModules info() {
        return new PluginsAndModules(
            List.of(), listed.stream().map(LoadedPlugin::descriptor).toList());
    }

    /** Every provider once: all plugins share one class loader. */
    @Override
    public <T> List<? extends T> loadServiceProviders(Class<T> service) {
        Map<Class<?>, T> made = new LinkedHashMap<>();
        for (LoadedPlugin plugin : listed) {
            var found = SPIClassIterator.get(service, plugin.classLoader());
            while (found.hasNext()) {
                Class<? extends T> provider = found.next();
                if (!made.containsKey(provider)) {
                    made.put(provider, createExtension(provider, service, plugin.instance()));
                }
            }
        }
        return List.copyOf(made.values());
    }
}
