package dev.cairn.bench.process;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The heap of another JVM.
 *
 * @param used bytes of objects, some of which nobody refers to any more
 * @param live bytes that are left after a full collection
 * @param most bytes that it may grow to
 */
public record JvmHeap(long used, long live, long most) {
  /**
   * Looks at a process.
   *
   * @throws IOException if it cannot be asked
   */
  // Who answers is a process that this one has started, over a channel that only its user may open.
  @SuppressWarnings("BanJNDI")
  public static JvmHeap of(ServerProcess process) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      try (JMXConnector connector =
          JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
        MemoryMXBean memory =
            ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(),
                ManagementFactory.MEMORY_MXBEAN_NAME,
                MemoryMXBean.class);
        long used = memory.getHeapMemoryUsage().getUsed();
        memory.gc();
        return new JvmHeap(
            used, memory.getHeapMemoryUsage().getUsed(), memory.getHeapMemoryUsage().getMax());
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("the JVM cannot be asked for its heap", e);
    }
  }
}
