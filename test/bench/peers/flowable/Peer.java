import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.flowable.bpmn.model.BpmnModel;
import org.flowable.bpmn.model.EndEvent;
import org.flowable.bpmn.model.SequenceFlow;
import org.flowable.bpmn.model.StartEvent;
import org.flowable.bpmn.model.UserTask;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEntityEvent;
import org.flowable.common.engine.impl.persistence.StrongUuidGenerator;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.delegate.event.AbstractFlowableEngineEventListener;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.task.api.Task;

/**
 * Flowable as its documents set it for speed: one pool of connections, statements prepared on the server, inserts in bulk,
 * execution trees fetched at once, ids that need no database, nothing asynchronous. Each client has a process of ten user tasks in a row and
 * completes one after another, with the content of one of our rows as its variable; the history is kept as by default, for
 * so is ours. `run SECONDS` on the standard input is answered with the number of steps.
 */
public final class Peer {
    private static final int CLIENTS = 20;
    private static final int TASKS = 10;

    /** The next task of each process, told by the engine itself, so that no client need ask for it. */
    private static final Map<String, String> next = new ConcurrentHashMap<>();

    public static void main(String[] args) throws Exception {
        ProcessEngine engine = engine(System.getenv("JDBC_URL"), System.getenv("JDBC_USER"), System.getenv("JDBC_PASSWORD"));
        engine.getRepositoryService().createDeployment().addBpmnModel("matter.bpmn20.xml", model()).deploy();
        String content = System.getenv("PEER_DATA");
        String[] processes = new String[CLIENTS];
        System.out.println("ready");
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
        for (String line = asked.readLine(); line != null; line = asked.readLine())
            System.out.println(run(engine, processes, content, Double.parseDouble(line.split(" ")[1])));
        engine.close();
        System.exit(0);
    }

    private static long run(ProcessEngine engine, String[] processes, String content, double seconds) throws InterruptedException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        AtomicLong done = new AtomicLong();
        Thread[] clients = IntStream.range(0, CLIENTS).mapToObj(client -> new Thread(() -> {
            while (System.nanoTime() < end) {
                step(engine, processes, client, content);
                if (System.nanoTime() <= end) done.incrementAndGet();
            }
        })).toArray(Thread[]::new);
        for (Thread client : clients) client.start();
        for (Thread client : clients) client.join();
        return done.get();
    }

    /** A process whose last task is done is followed by a new one: starting it is a step too. */
    private static void step(ProcessEngine engine, String[] processes, int client, String content) {
        String task = processes[client] == null ? null : next.remove(processes[client]);
        if (task == null) processes[client] = engine.getRuntimeService().startProcessInstanceByKey("matter", Map.of("content", content)).getId();
        else engine.getTaskService().complete(task, Map.of("content", content));
    }

    private static ProcessEngine engine(String url, String user, String password) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url + "?prepareThreshold=1&preparedStatementCacheQueries=1024&reWriteBatchedInserts=true");
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(CLIENTS);
        pool.setMinimumIdle(CLIENTS);
        pool.setAutoCommit(false);
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setDataSource(new HikariDataSource(pool)).setDatabaseSchemaUpdate("true").setAsyncExecutorActivate(false);
        configuration.setIdGenerator(new StrongUuidGenerator());
        configuration.setDisableEventRegistry(true);
        configuration.setDisableIdmEngine(true);
        configuration.getPerformanceSettings().setEnableEagerExecutionTreeFetching(true);
        configuration.getPerformanceSettings().setEnableLocalization(false);
        ProcessEngine engine = configuration.buildProcessEngine();
        engine.getRuntimeService().addEventListener(new AbstractFlowableEngineEventListener() {
            @Override
            protected void taskCreated(FlowableEngineEntityEvent event) {
                Task task = (Task) event.getEntity();
                next.put(task.getProcessInstanceId(), task.getId());
            }
        });
        return engine;
    }

    private static BpmnModel model() {
        org.flowable.bpmn.model.Process process = new org.flowable.bpmn.model.Process();
        process.setId("matter");
        StartEvent start = new StartEvent();
        start.setId("start");
        process.addFlowElement(start);
        String before = "start";
        for (int i = 1; i <= TASKS; i++) {
            UserTask task = new UserTask();
            task.setId("task" + i);
            process.addFlowElement(task);
            process.addFlowElement(new SequenceFlow(before, task.getId()));
            before = task.getId();
        }
        EndEvent end = new EndEvent();
        end.setId("end");
        process.addFlowElement(end);
        process.addFlowElement(new SequenceFlow(before, "end"));
        BpmnModel model = new BpmnModel();
        model.addProcess(process);
        return model;
    }
}
